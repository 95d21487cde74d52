/** A body on a floor in a canvas, by WebGL. Draws only what is new. Refuses to know: feeds, buttons. */
import {
  CanvasTexture, CircleGeometry, Color, DirectionalLight, Group, HemisphereLight, LineBasicMaterial, LineLoop, BufferGeometry, Mesh, MeshBasicMaterial,
  PerspectiveCamera, PlaneGeometry, Scene, SRGBColorSpace, Vector3, WebGLRenderer,
} from "three";
import type { Body, Point } from "./anatomy";
import type { Drawing } from "./drawing";
import { Mannequin } from "./mannequin";
import type { Orbit } from "./orbit";
import { paint } from "./paint";

const FIELD_DEG = 26;
/** Half the height of what is shown around a standing person, metres. */
const LEAST_REACH = 1.05;
const ARENA = 1.15;
const SHADOWED = [0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28, 31, 32] as const;
/** Where the processor draws, more pixels than these are enlarged: a sharper figure that stutters shows less. */
const SOFTWARE_PIXELS = 500_000;
/** Above the floor a shadow fades over this height, metres. */
const SHADOW_HEIGHT = 1.1;

export class SolidDrawing implements Drawing {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FIELD_DEG, 1, 0.1, 40);
  private readonly mannequin = new Mannequin();
  private readonly floor = new Group();
  private readonly shadows: Mesh<PlaneGeometry, MeshBasicMaterial>[];
  private readonly spot = softSpot();
  private readonly target = new Vector3(0, 0.9, 0);
  private reach = LEAST_REACH;
  private painted = "";

  /** Throws where there is no WebGL. */
  constructor(private readonly canvas: HTMLCanvasElement) {
    this.renderer = new WebGLRenderer({ canvas, alpha: true, antialias: !software(), powerPreference: "low-power" });
    this.renderer.outputColorSpace = SRGBColorSpace;
    const sun = new DirectionalLight(0xffffff, 2.1);
    sun.position.set(1.5, 3, 2.5);
    const rim = new DirectionalLight(0xdfeaff, 1.1);
    rim.position.set(-2, 1.5, -2.5);
    this.camera.add(sun, rim);
    this.shadows = SHADOWED.map(() => this.shadow());
    this.scene.add(new HemisphereLight(0xffffff, 0x8b9a92, 1.5), this.camera, this.mannequin.group, this.floor);
    this.repaint();
  }

  show(body: Body | null, points: readonly (Point | null)[]): void {
    this.mannequin.group.visible = body !== null;
    for (const shadow of this.shadows) shadow.visible = false;
    if (!body) return;
    this.mannequin.show(body, points);
    this.look(body);
    this.frame(points);
    SHADOWED.forEach((landmark, k) => this.cast(this.shadows[k], points[landmark] ?? null));
  }

  /** New colours, because the page became light or dark. */
  repaint(): void {
    const colors = paint();
    this.painted = "";
    this.floor.clear();
    const disc = new Mesh(new CircleGeometry(ARENA, 64), new MeshBasicMaterial({ color: colors.floor, transparent: true, opacity: 0.55, depthWrite: false }));
    disc.rotation.x = -Math.PI / 2;
    this.floor.add(disc);
    for (const share of [1, 0.62, 0.3]) this.floor.add(ring(ARENA * share, colors.ink, share === 1 ? 0.28 : 0.13));
    for (const shadow of this.shadows) this.floor.add(shadow);
  }

  render(orbit: Orbit): void {
    this.fit();
    const distance = (this.reach * orbit.zoom * Math.max(1, 0.78 / this.camera.aspect)) / Math.sin((FIELD_DEG * Math.PI) / 360);
    const [azimuth, elevation] = [orbit.azimuth, orbit.elevation];
    this.camera.position.set(
      this.target.x + distance * Math.sin(azimuth) * Math.cos(elevation),
      Math.max(0.05, this.target.y + distance * Math.sin(elevation)),
      this.target.z + distance * Math.cos(azimuth) * Math.cos(elevation),
    );
    this.camera.lookAt(this.target);
    this.renderer.render(this.scene, this.camera);
  }

  dispose(): void {
    this.mannequin.dispose();
    this.spot.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  private look(body: Body): void {
    const key = `${body.seen}${JSON.stringify(body.load)}`;
    if (key === this.painted) return;
    this.painted = key;
    this.mannequin.paint(paint(), body.load, body.seen);
  }

  /** Keep the whole person in sight: at once when they reach out, slowly closer when they make themselves small. */
  private frame(points: readonly (Point | null)[]): void {
    const there = points.filter((point) => point !== null);
    const top = Math.max(...there.map((point) => point[1]));
    const wide = Math.max(...there.map((point) => Math.hypot(point[0], point[2])));
    const wanted = Math.max(LEAST_REACH * 0.8, top / 2 + 0.25, wide * 0.85);
    this.reach += (wanted - this.reach) * (wanted > this.reach ? 0.15 : 0.01);
    this.target.y += (Math.max(0.55, this.reach - 0.22) - this.target.y) * 0.05;
  }

  private shadow(): Mesh<PlaneGeometry, MeshBasicMaterial> {
    const material = new MeshBasicMaterial({ map: this.spot, color: new Color(0x000000), transparent: true, depthWrite: false, opacity: 0 });
    const mesh = new Mesh(new PlaneGeometry(0.5, 0.5), material);
    mesh.rotation.x = -Math.PI / 2;
    mesh.renderOrder = 1;
    return mesh;
  }

  private cast(shadow: Mesh<PlaneGeometry, MeshBasicMaterial> | undefined, point: Point | null): void {
    if (!shadow || !point) return;
    const height = Math.min(1, point[1] / SHADOW_HEIGHT);
    shadow.visible = height < 1;
    shadow.position.set(point[0], 0.004, point[2]);
    shadow.scale.setScalar(0.75 + 0.8 * height);
    shadow.material.opacity = 0.26 * (1 - height) ** 1.5;
  }

  private fit(): void {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (!width || !height) return;
    const ratio = Math.min(devicePixelRatio || 1, software() ? Math.sqrt(SOFTWARE_PIXELS / (width * height)) : 2);
    if (this.canvas.width !== Math.floor(width * ratio) || this.canvas.height !== Math.floor(height * ratio)) {
      this.renderer.setPixelRatio(ratio);
      this.renderer.setSize(width, height, false);
      this.camera.aspect = width / height;
      this.camera.updateProjectionMatrix();
    }
  }
}

function ring(radius: number, ink: string, opacity: number): LineLoop {
  const points = Array.from({ length: 72 }, (_, k) => new Vector3(radius * Math.cos((k * Math.PI) / 36), 0.003, radius * Math.sin((k * Math.PI) / 36)));
  return new LineLoop(new BufferGeometry().setFromPoints(points), new LineBasicMaterial({ color: ink, transparent: true, opacity }));
}

function softSpot(): CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  const fade = pen.createRadialGradient(32, 32, 0, 32, 32, 32);
  fade.addColorStop(0, "#fff");
  fade.addColorStop(0.5, "rgba(255,255,255,.45)");
  fade.addColorStop(1, "rgba(255,255,255,0)");
  pen.fillStyle = fade;
  pen.fillRect(0, 0, 64, 64);
  return new CanvasTexture(canvas);
}

let isSoftware: boolean | undefined;

/** Whether pictures are computed by the processor: then smooth edges cost half of the frames. */
function software(): boolean {
  if (isSoftware === undefined) {
    const probe = document.createElement("canvas").getContext("webgl2");
    const facts = probe?.getExtension("WEBGL_debug_renderer_info");
    const name = probe && facts ? String(probe.getParameter(facts.UNMASKED_RENDERER_WEBGL)) : "";
    isSoftware = /swiftshader|llvmpipe|software/i.test(name);
    probe?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return isSoftware;
}
