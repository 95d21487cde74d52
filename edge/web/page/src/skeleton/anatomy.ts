/** The 33 landmarks -> the parts that a drawn body has. Refuses to know: how they are drawn. Lengths in metres. */

export type Point = readonly [number, number, number];

/** One moment of a body. world: millimetres, hip-centred, camera axes (x right, y down, z away); seen: one bit a landmark. */
export interface Body {
  readonly world: readonly (Point | null)[];
  readonly seen: number;
  /** Percent of strength by joint; null where nobody computes it. */
  readonly load: Readonly<Record<string, number | null>> | null;
}

/** Whoever has bodies to show, live or kept. `watch` calls back now and then until its answer is called. */
export interface Feed {
  watch(show: (body: Body | null) => void): () => void;
}

export type Side = "left" | "right";

export interface Limb {
  from: number;
  to: number;
  /** Radii at both ends. */
  thick: number;
  thin: number;
  /** The joints whose load colours its ends. */
  near: string;
  far: string;
}

const side = (name: Side): { limbs: Limb[]; joints: Record<string, number> } => {
  const at = (landmark: number): number => (name === "left" ? landmark : landmark + 1);
  const joint = (kind: string): string => `${name}_${kind}`;
  return {
    limbs: [
      { from: at(11), to: at(13), thick: 0.054, thin: 0.041, near: joint("shoulder"), far: joint("elbow") },
      { from: at(13), to: at(15), thick: 0.041, thin: 0.029, near: joint("elbow"), far: joint("wrist") },
      { from: at(23), to: at(25), thick: 0.083, thin: 0.058, near: joint("hip"), far: joint("knee") },
      { from: at(25), to: at(27), thick: 0.056, thin: 0.037, near: joint("knee"), far: joint("ankle") },
    ],
    joints: {
      [joint("shoulder")]: at(11),
      [joint("elbow")]: at(13),
      [joint("wrist")]: at(15),
      [joint("hip")]: at(23),
      [joint("knee")]: at(25),
      [joint("ankle")]: at(27),
    },
  };
};

const LEFT = side("left");
const RIGHT = side("right");

export const LIMBS: readonly Limb[] = [...LEFT.limbs, ...RIGHT.limbs];
/** Joints whose load is known by name, and their landmarks. */
export const JOINTS: Readonly<Record<string, number>> = { ...LEFT.joints, ...RIGHT.joints };
export const RADII: Readonly<Record<string, number>> = { shoulder: 0.058, elbow: 0.043, wrist: 0.03, hip: 0.085, knee: 0.06, ankle: 0.038 };

/** Wrist and the two knuckles that show where the hand points; ankle, heel and toes. */
export const HANDS: Readonly<Record<Side, readonly [number, number, number]>> = { left: [15, 17, 19], right: [16, 18, 20] };
export const FEET: Readonly<Record<Side, readonly [number, number, number]>> = { left: [27, 29, 31], right: [28, 30, 32] };
export const EARS = [7, 8] as const;
export const NOSE = 0;
export const SHOULDERS = [11, 12] as const;
export const HIPS = [23, 24] as const;

/** Whether the camera really saw a landmark. Bit 32 is beyond JavaScript's 32-bit operators. */
export const sees = (seen: number, landmark: number): boolean => Math.floor(seen / 2 ** landmark) % 2 === 1;

export type Band = "low" | "middling" | "high" | "very_high";
/** As edge/load_scale.py: percent of strength at which each colour ends. */
const BANDS: readonly (readonly [Band, number])[] = [["low", 30], ["middling", 60], ["high", 80]];

export const bandOf = (percent: number): Band => BANDS.find(([, end]) => percent < end)?.[0] ?? "very_high";

/** Screen axes in metres: x right, y up, z to the viewer, standing on y = 0. Null where a landmark is unknown. */
export function upright(body: Body): (Point | null)[] {
  const lowest = Math.max(...body.world.map((point) => point?.[1] ?? -Infinity));
  return body.world.map((point) => point && ([point[0] / 1000, (lowest - point[1]) / 1000, -point[2] / 1000] as const));
}

export const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];

/** Which way the person faces, radians about the vertical; 0 is towards the camera, positive to the picture's right. Null when unknown. */
export function facing(points: readonly (Point | null)[]): number | null {
  const across = [SHOULDERS, HIPS].map(([l, r]) => {
    const [left, right] = [points[l], points[r]];
    return left && right ? ([left[0] - right[0], left[2] - right[2]] as const) : null;
  });
  const [x, z] = across.reduce<[number, number]>((sum, pair) => (pair ? [sum[0] + pair[0], sum[1] + pair[1]] : sum), [0, 0]);
  return Math.hypot(x, z) < 0.05 ? null : Math.atan2(-z, x);
}
