/** Points of a body -> meshes. Joints that the camera does not see are grey and thin as glass. Refuses to know: cameras, canvases, feeds. */
import {
  type BufferAttribute, BufferGeometry, Color, CylinderGeometry, Float32BufferAttribute, Group, Matrix4, Mesh, MeshStandardMaterial, SphereGeometry, Vector3,
} from "three";
import { type Body, EARS, FEET, HANDS, HIPS, JOINTS, type Limb, LIMBS, NOSE, type Point, RADII, SHOULDERS, type Side, sees } from "./anatomy";
import { loadColor, type Paint } from "./paint";
import { layTorso, RING_COUNT, RING_SIZE, ringHeight, torsoGeometry } from "./torso";

const SEGMENTS = 6;
const GLASS = 0.32;
const BALL = new SphereGeometry(1, 24, 16);
/** How far along a limb a joint's colour reaches. */
const REACH = 0.45;
const [WAIST, WAIST_REACH] = [0.22, 0.34];

interface Part {
  mesh: Mesh<BufferGeometry, MeshStandardMaterial>;
  /** Seen only where all of these are. */
  landmarks: readonly number[];
}

const [a, b, c, axis, fore, up] = [new Vector3(), new Vector3(), new Vector3(), new Vector3(), new Vector3(), new Vector3()];
const turn = new Matrix4();
const at = (into: Vector3, point: Point): Vector3 => into.set(...point);

export class Mannequin {
  readonly group = new Group();
  private readonly limbs = LIMBS.map((limb) => ({ limb, ...this.part(limbGeometry(limb), [limb.from, limb.to], true) }));
  private readonly balls = Object.entries(JOINTS).map(([joint, landmark]) => ({ joint, landmark, ...this.part(BALL, [landmark]) }));
  private readonly hands = (["left", "right"] as const).map((side) => ({ side, ...this.part(BALL, HANDS[side]) }));
  private readonly feet = (["left", "right"] as const).map((side) => ({ side, ...this.part(BALL, FEET[side]) }));
  private readonly head = this.part(BALL, [NOSE, ...EARS]);
  private readonly neck = this.part(new CylinderGeometry(0.042, 0.052, 1, 16, 1, true).translate(0, 0.5, 0), [...SHOULDERS, ...EARS]);
  private readonly torso = this.part(torsoGeometry(), [...SHOULDERS, ...HIPS], true);
  private readonly parts: readonly Part[] = [...this.limbs, ...this.balls, ...this.hands, ...this.feet, this.head, this.neck, this.torso];

  private part(geometry: BufferGeometry, landmarks: readonly number[], vertexColors = false): Part {
    const mesh = new Mesh(geometry, new MeshStandardMaterial({ roughness: 0.62, vertexColors }));
    mesh.frustumCulled = false;
    this.group.add(mesh);
    return { mesh, landmarks };
  }

  /** points: as `upright` gives them. */
  show(body: Body, points: readonly (Point | null)[]): void {
    for (const { mesh, landmarks } of this.parts) mesh.visible = landmarks.every((landmark) => points[landmark]);
    const known = (landmark: number): Point => points[landmark] as Point;
    for (const { mesh, limb } of this.limbs) if (mesh.visible) stretch(mesh, at(a, known(limb.from)), at(b, known(limb.to)));
    for (const { mesh, joint, landmark } of this.balls) {
      if (mesh.visible) mesh.position.set(...known(landmark));
      mesh.scale.setScalar(RADII[joint.replace(/^(left|right)_/, "")] ?? 0.04);
    }
    for (const { mesh, side } of this.hands) if (mesh.visible) layHand(mesh, HANDS[side].map(known) as [Point, Point, Point]);
    for (const { mesh, side } of this.feet) if (mesh.visible) layFoot(mesh, FEET[side].map(known) as [Point, Point, Point]);
    if (this.head.mesh.visible) this.layHead(known);
    if (this.torso.mesh.visible)
      layTorso(this.torso.mesh.geometry, at(a, known(SHOULDERS[0])), at(b, known(SHOULDERS[1])), at(c, known(HIPS[0])), at(fore, known(HIPS[1])));
    this.doubt(body.seen);
  }

  /** Colours by load and side; what is not seen stays grey. */
  paint(colors: Paint, load: Body["load"], seen: number): void {
    const skin = new Color(colors.skin);
    const unsure = new Color(colors.unsure);
    const of = (joint: string): Color => new Color(loadColor(colors, load, joint) ?? colors.skin);
    for (const { mesh, limb, landmarks } of this.limbs) {
      const grey = !landmarks.every((landmark) => sees(seen, landmark));
      blend(mesh.geometry, grey ? unsure : skin, grey ? unsure : of(limb.near), grey ? unsure : of(limb.far));
    }
    for (const { mesh, joint, landmark } of this.balls) mesh.material.color.copy(sees(seen, landmark) ? of(joint) : unsure);
    for (const { mesh, side, landmarks } of [...this.hands, ...this.feet])
      mesh.material.color.copy(sees(seen, landmarks[0] as number) ? new Color(colors[side as Side]) : unsure);
    this.head.mesh.material.color.copy(skin);
    this.neck.mesh.material.color.copy(skin);
    belt(this.torso.mesh.geometry, skin, of("lumbar"));
  }

  dispose(): void {
    for (const { mesh } of this.parts) {
      mesh.material.dispose();
      if (mesh.geometry !== BALL) mesh.geometry.dispose();
    }
  }

  private doubt(seen: number): void {
    for (const { mesh, landmarks } of this.parts) {
      const clear = landmarks.some((landmark) => sees(seen, landmark));
      if (mesh.material.transparent === clear) mesh.material.needsUpdate = true;
      mesh.material.transparent = !clear;
      mesh.material.opacity = clear ? 1 : GLASS;
    }
  }

  private layHead(known: (landmark: number) => Point): void {
    at(a, known(EARS[0]));
    at(b, known(EARS[1]));
    axis.subVectors(a, b);
    c.addVectors(a, b).multiplyScalar(0.5);
    at(fore, known(NOSE)).sub(c);
    axis.normalize();
    up.crossVectors(fore, axis).normalize();
    fore.crossVectors(axis, up);
    this.head.mesh.position.copy(c).addScaledVector(up, 0.03).addScaledVector(fore, 0.015);
    this.head.mesh.quaternion.setFromRotationMatrix(turn.makeBasis(axis, up, fore));
    this.head.mesh.scale.set(0.077, 0.112, 0.092);
    at(a, known(SHOULDERS[0])).add(at(b, known(SHOULDERS[1]))).multiplyScalar(0.5);
    stretch(this.neck.mesh, a, c);
  }
}

/** Along +y from 0 to 1, so that one scale makes any length. */
function limbGeometry({ thick, thin }: Limb): BufferGeometry {
  const geometry = new CylinderGeometry(thin, thick, 1, 20, SEGMENTS, true).translate(0, 0.5, 0);
  geometry.setAttribute("color", new Float32BufferAttribute(new Float32Array(geometry.getAttribute("position").count * 3).fill(1), 3));
  return geometry;
}

const UP = new Vector3(0, 1, 0);

function stretch(mesh: Mesh, from: Vector3, to: Vector3): void {
  axis.subVectors(to, from);
  const length = axis.length();
  mesh.position.copy(from);
  mesh.scale.set(1, Math.max(length, 1e-3), 1);
  mesh.quaternion.setFromUnitVectors(UP, axis.divideScalar(Math.max(length, 1e-3)));
}

/** A ball pulled along z. */
function lay(mesh: Mesh, middle: Vector3, along: Vector3, over: Vector3, size: readonly [number, number, number]): void {
  fore.copy(along).normalize();
  axis.crossVectors(over, fore);
  if (axis.lengthSq() < 1e-8) axis.set(1, 0, 0);
  axis.normalize();
  up.crossVectors(fore, axis);
  mesh.position.copy(middle);
  mesh.quaternion.setFromRotationMatrix(turn.makeBasis(axis, up, fore));
  mesh.scale.set(...size);
}

function layHand(mesh: Mesh, [wrist, little, index]: readonly [Point, Point, Point]): void {
  at(a, wrist);
  b.addVectors(at(b, little), at(c, index)).multiplyScalar(0.5);
  const along = new Vector3().subVectors(b, a);
  const across = new Vector3().subVectors(c, at(up, little));
  lay(mesh, a.addScaledVector(along, 0.75), along, new Vector3().crossVectors(along, across), [0.042, 0.022, 0.082]);
}

function layFoot(mesh: Mesh, [ankle, heel, toe]: readonly [Point, Point, Point]): void {
  at(a, heel);
  const along = new Vector3().subVectors(at(b, toe), a);
  const over = new Vector3().subVectors(at(c, ankle), a);
  lay(mesh, a.addScaledVector(along, 0.5).addScaledVector(over, 0.12), along, over, [0.047, 0.042, along.length() / 2 + 0.045]);
}

function blend(geometry: BufferGeometry, skin: Color, near: Color, far: Color): void {
  const colors = geometry.getAttribute("color") as BufferAttribute;
  const places = geometry.getAttribute("position");
  const mixed = new Color();
  for (let i = 0; i < colors.count; i++) {
    const y = places.getY(i);
    mixed.copy(skin).lerp(near, Math.max(0, 1 - y / REACH)).lerp(far, Math.max(0, 1 - (1 - y) / REACH));
    colors.setXYZ(i, mixed.r, mixed.g, mixed.b);
  }
  colors.needsUpdate = true;
}

/** The small of the back carries its load's colour. */
function belt(geometry: BufferGeometry, skin: Color, waist: Color): void {
  const colors = geometry.getAttribute("color") as BufferAttribute;
  const mixed = new Color();
  for (let ring = 0; ring < RING_COUNT; ring++) {
    mixed.copy(skin).lerp(waist, Math.max(0, 1 - Math.abs(ringHeight(ring) - WAIST) / WAIST_REACH));
    for (let k = 0; k < RING_SIZE; k++) colors.setXYZ(ring * RING_SIZE + k, mixed.r, mixed.g, mixed.b);
  }
  colors.needsUpdate = true;
}
