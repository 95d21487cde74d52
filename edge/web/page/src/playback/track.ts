/* A session's track, ten moments a second -> the body, its angles and its load at any moment. Refuses to know: how it is drawn. */

import type { Track } from "../api";

const LANDMARKS = 33;
/** Moments further apart than this do not belong together, s: somebody had left the picture. */
const GAP_S = 0.35;

/** world: mm, hip-centred, x right, y down, z away, null where not seen. */
export interface Moment {
  world: ([number, number, number] | null)[];
  deg: (number | null)[];
  sd: (number | null)[];
  load: (number | null)[];
}

/** Index of the last moment at or before t; -1 before the first. */
export function indexAt(times: readonly number[], t: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What is known at t s; null where nobody was seen. */
export function momentAt(track: Track, t: number): Moment | null {
  const i = Math.max(indexAt(track.t, t), 0);
  const at = track.t[i];
  if (at === undefined || Math.abs(t - at) > GAP_S) return null;
  const after = track.t[i + 1];
  const near = after !== undefined && after - at <= GAP_S && t > at;
  const share = near ? (t - at) / (after - at) : 0;
  const blank = track.angles.names.map(() => null);
  return {
    world: between(track, i, near ? i + 1 : i, share),
    deg: track.angles.deg[i] ?? blank,
    sd: track.angles.sd_deg[i] ?? blank,
    load: track.load.percent[i] ?? track.load.names.map(() => null),
  };
}

/** 33 flags in one number: more than JavaScript's bit operators hold. */
const isSeen = (flags: number, landmark: number): boolean => Math.floor(flags / 2 ** landmark) % 2 === 1;

function between(track: Track, i: number, j: number, share: number): Moment["world"] {
  const [a, b] = [track.world[i]!, track.world[j]!];
  const [seenA, seenB] = [track.seen[i]!, track.seen[j]!];
  return Array.from({ length: LANDMARKS }, (_, k) => {
    if (!isSeen(seenA, k)) return null;
    const to = isSeen(seenB, k) ? b : a;
    const place = (axis: number): number => a[3 * k + axis]! + share * (to[3 * k + axis]! - a[3 * k + axis]!);
    return [place(0), place(1), place(2)];
  });
}
