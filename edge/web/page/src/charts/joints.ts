/* The API's clinical angles -> the rows of a physiotherapist's table: one movement, both sides. Refuses to know: values. */

import type { AngleInfo } from "../api";

export type Where = "left" | "right" | "middle";

/** at: index in /api/angles. */
export interface Part {
  where: Where;
  at: number;
}

/** movement: the angle's name without its side, such as knee_flexion. */
export interface Movement {
  movement: string;
  joint: string;
  normal: readonly [number, number] | null;
  parts: Part[];
}

export const JOINTS = ["neck", "trunk", "waist", "shoulder", "elbow", "hip", "knee", "ankle"] as const;

/** `left_knee_flexion` -> left, knee_flexion. */
export function sided(key: string): [Where, string] {
  const found = /^(left|right)_(.+)$/.exec(key);
  return found ? [found[1] as Where, found[2]!] : ["middle", key];
}

/** From head to foot; left before right. */
export function movementsOf(angles: readonly Pick<AngleInfo, "key" | "normal_range_deg">[]): Movement[] {
  const rows = new Map<string, Movement>();
  angles.forEach(({ key, normal_range_deg }, at) => {
    const [where, movement] = sided(key);
    const row = rows.get(movement) ?? { movement, joint: jointOf(movement), normal: normal_range_deg, parts: [] };
    row.parts.push({ where, at });
    rows.set(movement, row);
  });
  const place = (row: Movement): number => JOINTS.findIndex((joint) => joint === row.joint);
  return [...rows.values()].sort((a, b) => place(a) - place(b));
}

const jointOf = (movement: string): string => movement.split("_")[0]!;
