/** Where a body is looked at from: presets that follow the person, turns by drag and keys. Refuses to know: three.js, canvases. */

export type Preset = "camera" | "front" | "side";

const KEY_TURN = Math.PI / 12;
const DRAG_TURN = Math.PI / 400;
const LOWEST = -0.15;
const HIGHEST = 1.35;
const [NEAREST, FARTHEST] = [0.5, 2];
/** Of the way to the person's heading a second: a turn of the body is followed, its trembling is not. */
const FOLLOW_PER_S = 2.5;

export class Orbit {
  preset: Preset = "camera";
  elevation = 0.12;
  zoom = 1;
  private turned = 0;
  private heading = 0;

  /** Radians about the vertical; 0 is from the camera, positive from the picture's right. */
  get azimuth(): number {
    return this.base() + this.turned;
  }

  /** The person faces that way now; seconds since the last time. */
  follow(heading: number | null, seconds: number): void {
    if (heading === null) return;
    const off = Math.atan2(Math.sin(heading - this.heading), Math.cos(heading - this.heading));
    this.heading += off * Math.min(1, FOLLOW_PER_S * seconds);
  }

  choose(preset: Preset): void {
    this.preset = preset;
    this.turned = 0;
    this.elevation = 0.12;
    this.zoom = 1;
  }

  drag(dx: number, dy: number): void {
    this.turned -= dx * DRAG_TURN;
    this.tilt(dy * DRAG_TURN);
  }

  closer(times: number): void {
    this.zoom = Math.min(FARTHEST, Math.max(NEAREST, this.zoom / times));
  }

  /** Whether the key means something here. */
  press(key: string): boolean {
    const act = KEYS[key];
    act?.(this);
    return act !== undefined;
  }

  turn(by: number): void {
    this.turned += by;
  }

  tilt(by: number): void {
    this.elevation = Math.min(HIGHEST, Math.max(LOWEST, this.elevation + by));
  }

  private base(): number {
    if (this.preset === "camera") return 0;
    return this.preset === "front" ? this.heading : this.heading + Math.PI / 2;
  }
}

const KEYS: Record<string, (orbit: Orbit) => void> = {
  ArrowLeft: (orbit) => orbit.turn(-KEY_TURN),
  ArrowRight: (orbit) => orbit.turn(KEY_TURN),
  ArrowUp: (orbit) => orbit.tilt(KEY_TURN),
  ArrowDown: (orbit) => orbit.tilt(-KEY_TURN),
  "+": (orbit) => orbit.closer(1.15),
  "-": (orbit) => orbit.closer(1 / 1.15),
  Home: (orbit) => orbit.choose(orbit.preset),
};
