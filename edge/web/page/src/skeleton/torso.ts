/** Shoulders and hips -> a trunk, as a skin over rings around the spine. Refuses to know: colours, cameras. */
import { BufferGeometry, Float32BufferAttribute, type BufferAttribute, Vector3 } from "three";

/** Height from the hips (0) to the shoulders (1), half width as a share of what lies there, half depth in metres. */
const RINGS: readonly (readonly [number, number, number])[] = [
  [-0.2, 0.1, 0.02],
  [-0.185, 0.5, 0.07],
  [-0.13, 0.86, 0.104],
  [-0.04, 1.0, 0.122],
  [0.08, 0.98, 0.12],
  [0.25, 0.87, 0.103],
  [0.42, 0.82, 0.098],
  [0.6, 0.9, 0.11],
  [0.78, 0.98, 0.116],
  [0.92, 0.98, 0.1],
  [1.0, 0.86, 0.078],
  [1.06, 0.58, 0.058],
  [1.11, 0.24, 0.042],
];
const AROUND = 22;
/** Beyond the hip joints, which lie inside the pelvis; of the shoulders only what is not arm. */
const HIP_MARGIN = 0.062;
const SHOULDER_MARGIN = 0.012;
/** Squarer than an ellipse. */
const SQUARENESS = 2.35;

export const RING_COUNT = RINGS.length;
export const RING_SIZE = AROUND;
export const ringHeight = (ring: number): number => RINGS[ring]?.[0] ?? 0;

export function torsoGeometry(): BufferGeometry {
  const geometry = new BufferGeometry();
  const count = RINGS.length * AROUND;
  geometry.setAttribute("position", new Float32BufferAttribute(new Float32Array(3 * count), 3));
  geometry.setAttribute("color", new Float32BufferAttribute(new Float32Array(3 * count).fill(1), 3));
  const index: number[] = [];
  for (let ring = 0; ring + 1 < RINGS.length; ring++)
    for (let k = 0; k < AROUND; k++) {
      const [a, b] = [ring * AROUND + k, ring * AROUND + ((k + 1) % AROUND)];
      index.push(a, a + AROUND, b, b, a + AROUND, b + AROUND);
    }
  geometry.setIndex(index);
  return geometry;
}

const round = (angle: number): [number, number] => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const reach = (Math.abs(c) ** SQUARENESS + Math.abs(s) ** SQUARENESS) ** (-1 / SQUARENESS);
  return [c * reach, s * reach];
};
const CIRCLE = Array.from({ length: AROUND }, (_, k) => round((2 * Math.PI * k) / AROUND));

const [across, spine, deep, place] = [new Vector3(), new Vector3(), new Vector3(), new Vector3()];
const [hipMiddle, shoulderMiddle, hipAcross, shoulderAcross] = [new Vector3(), new Vector3(), new Vector3(), new Vector3()];

/** Lay the skin over these shoulders and hips. */
export function layTorso(geometry: BufferGeometry, leftShoulder: Vector3, rightShoulder: Vector3, leftHip: Vector3, rightHip: Vector3): void {
  hipMiddle.addVectors(leftHip, rightHip).multiplyScalar(0.5);
  shoulderMiddle.addVectors(leftShoulder, rightShoulder).multiplyScalar(0.5);
  hipAcross.subVectors(leftHip, rightHip);
  shoulderAcross.subVectors(leftShoulder, rightShoulder);
  spine.subVectors(shoulderMiddle, hipMiddle);
  const widths = [hipAcross.length() / 2 + HIP_MARGIN, shoulderAcross.length() / 2 + SHOULDER_MARGIN] as const;
  hipAcross.normalize();
  shoulderAcross.normalize();
  const positions = geometry.getAttribute("position") as BufferAttribute;
  RINGS.forEach(([height, wide, depth], ring) => {
    const share = Math.min(1, Math.max(0, height));
    across.lerpVectors(hipAcross, shoulderAcross, share).normalize();
    deep.crossVectors(across, spine).normalize();
    const half = (widths[0] * (1 - share) + widths[1] * share) * wide;
    CIRCLE.forEach(([c, s], k) => {
      place.copy(hipMiddle).addScaledVector(spine, height).addScaledVector(across, c * half).addScaledVector(deep, s * depth);
      positions.setXYZ(ring * AROUND + k, place.x, place.y, place.z);
    });
  });
  positions.needsUpdate = true;
  geometry.computeVertexNormals();
}
