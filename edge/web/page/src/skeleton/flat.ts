/** A body in a canvas without WebGL: the same joints as a stick figure that turns as well. */
import { type Body, EARS, FEET, HANDS, JOINTS, LIMBS, type Point, RADII, sees, SHOULDERS, HIPS } from "./anatomy";
import type { Drawing } from "./drawing";
import type { Orbit } from "./orbit";
import { loadColor, paint, type Paint } from "./paint";

const SHOWN_HEIGHT = 2.15;

type Place = readonly [number, number];

export class FlatDrawing implements Drawing {
  private colors: Paint = paint();
  private body: Body | null = null;
  private points: readonly (Point | null)[] = [];
  private readonly pen: CanvasRenderingContext2D;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  }

  show(body: Body | null, points: readonly (Point | null)[]): void {
    this.body = body;
    this.points = points;
  }

  repaint(): void {
    this.colors = paint();
  }

  render(orbit: Orbit): void {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth * ratio, this.canvas.clientHeight * ratio];
    if (this.canvas.width !== width || this.canvas.height !== height) [this.canvas.width, this.canvas.height] = [width, height];
    this.pen.clearRect(0, 0, width, height);
    const scale = Math.min(height / SHOWN_HEIGHT, width / 1.6) / orbit.zoom;
    const [c, s] = [Math.cos(orbit.azimuth), Math.sin(orbit.azimuth)];
    const tilt = Math.sin(orbit.elevation);
    const place = ([x, y, z]: Point): Place => [width / 2 + (x * c - z * s) * scale, height * 0.94 + ((z * c + x * s) * tilt - y) * scale];
    this.ground(place);
    if (this.body) this.figure(this.body, this.points.map((point) => point && place(point)), scale);
  }

  dispose(): void {
    this.body = null;
  }

  private ground(place: (point: Point) => Place): void {
    this.pen.beginPath();
    for (let k = 0; k <= 48; k++) this.pen.lineTo(...place([Math.cos((k * Math.PI) / 24), 0, Math.sin((k * Math.PI) / 24)]));
    this.pen.fillStyle = this.colors.floor;
    this.pen.fill();
  }

  private figure(body: Body, places: readonly (Place | null)[], scale: number): void {
    const trunk = [SHOULDERS[0], SHOULDERS[1], HIPS[1], HIPS[0]].map((landmark) => places[landmark] ?? null);
    if (trunk.every((place) => place !== null)) this.trunk(trunk, scale);
    for (const { from, to, thick, thin } of LIMBS)
      this.line(places[from], places[to], (thick + thin) * scale, sees(body.seen, from) && sees(body.seen, to) ? this.colors.skin : this.colors.unsure);
    for (const side of ["left", "right"] as const) {
      this.line(places[HANDS[side][0]], places[HANDS[side][2]], 0.05 * scale, this.colors[side]);
      this.line(places[FEET[side][1]], places[FEET[side][2]], 0.07 * scale, this.colors[side]);
    }
    for (const [joint, landmark] of Object.entries(JOINTS)) {
      const color = sees(body.seen, landmark) ? (loadColor(this.colors, body.load, joint) ?? this.colors.skin) : this.colors.unsure;
      this.dot(places[landmark], (RADII[joint.replace(/^(left|right)_/, "")] ?? 0.04) * scale, color);
    }
    const [left, right] = EARS.map((landmark) => this.points[landmark]);
    const [a, b] = EARS.map((landmark) => places[landmark]);
    if (left && right && a && b) this.dot([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 0.03 * scale], 0.1 * scale, this.colors.skin);
    const [neckLeft, neckRight] = SHOULDERS.map((landmark) => places[landmark]);
    if (neckLeft && neckRight && a && b)
      this.line([(neckLeft[0] + neckRight[0]) / 2, (neckLeft[1] + neckRight[1]) / 2], [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], 0.09 * scale, this.colors.skin);
  }

  private trunk(corners: (Place | null)[], scale: number): void {
    this.pen.beginPath();
    for (const corner of corners) if (corner) this.pen.lineTo(...corner);
    this.pen.closePath();
    this.pen.lineJoin = "round";
    this.pen.lineWidth = 0.13 * scale;
    this.pen.strokeStyle = this.pen.fillStyle = this.colors.skin;
    this.pen.stroke();
    this.pen.fill();
  }

  private line(from: Place | null | undefined, to: Place | null | undefined, width: number, color: string): void {
    if (!from || !to) return;
    this.pen.beginPath();
    this.pen.moveTo(...from);
    this.pen.lineTo(...to);
    this.pen.lineCap = "round";
    this.pen.lineWidth = width;
    this.pen.strokeStyle = color;
    this.pen.stroke();
  }

  private dot(place: Place | null | undefined, radius: number, color: string): void {
    if (!place) return;
    this.pen.beginPath();
    this.pen.arc(...place, radius, 0, 2 * Math.PI);
    this.pen.fillStyle = color;
    this.pen.fill();
  }
}

