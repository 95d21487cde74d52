/* Whether a repetition was good, null where nobody could judge it -> how that is drawn, and how many of how many were. */

import type { Ink } from "./charts/palette";

type Good = boolean | null;

export const inkOf = (good: Good): Ink => (good === null ? "soft" : good ? "good" : "warn");
export const tickOf = (good: Good): "good" | "warn" | "info" => (good === null ? "info" : good ? "good" : "warn");

/** How many were good; a dash where none could be judged. What nobody could judge stands beside it, see `unjudgedOf`. */
export const goodOf = (good: number, judged: number): string => (judged ? String(good) : "–");
export const unjudgedOf = (reps: readonly { good: Good }[]): number => reps.filter((rep) => rep.good === null).length;

/** [good, judged] */
export function tally(reps: readonly { good: Good }[]): [number, number] {
  return [reps.filter((rep) => rep.good === true).length, reps.filter((rep) => rep.good !== null).length];
}
