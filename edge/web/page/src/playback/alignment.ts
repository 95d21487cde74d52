/* Two sessions' repetitions -> the moment of the second that belongs to a moment of the first. Refuses to know: what is shown. */

import type { Rep } from "../api";

/** A moment of the first session and the same moment of the movement in the second, s. */
type Anchor = readonly [number, number];

const anchorsOf = (a: Rep, b: Rep): Anchor[] => [
  [a.start_s, b.start_s],
  [a.turn_s, b.turn_s],
  [a.end_s, b.end_s],
];

/** The repetitions of one exercise and side paired in their order, from the chosen pair on, both ways. */
export function pairs(first: readonly Rep[], second: readonly Rep[], a: Rep, b: Rep): [Rep, Rep][] {
  const like = (rep: Rep): boolean => rep.exercise === a.exercise && rep.side === a.side;
  const [ones, others] = [first.filter(like), second.filter(like)];
  const shift = others.indexOf(b) - ones.indexOf(a);
  if (!others.includes(b)) return [];
  return ones.flatMap((rep, i) => {
    const other = others[i + shift];
    return other ? [[rep, other] as [Rep, Rep]] : [];
  });
}

/** first's seconds -> second's: equal phase within paired repetitions, evenly between them, at equal speed before and after. */
export function follow(paired: readonly (readonly [Rep, Rep])[]): (t: number) => number {
  const anchors = paired.flatMap(([a, b]) => anchorsOf(a, b)).filter(([t], i, all) => i === 0 || t > all[i - 1]![0]);
  const [first, last] = [anchors[0], anchors.at(-1)];
  if (!first || !last) return (t) => t;
  return (t) => {
    if (t <= first[0]) return t - first[0] + first[1];
    if (t >= last[0]) return t - last[0] + last[1];
    const i = anchors.findIndex(([at]) => at > t);
    const [[t0, s0], [t1, s1]] = [anchors[i - 1]!, anchors[i]!];
    return s0 + ((t - t0) / (t1 - t0)) * (s1 - s0);
  };
}
