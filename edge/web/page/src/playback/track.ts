/* A session's track, ten moments a second -> the body and its load at any moment. Refuses to know: how it is drawn. */

import type { Track } from "../api";
import { type Body, sees } from "../skeleton/anatomy";

const LANDMARKS = 33;
/** Moments further apart than this do not belong together, s: somebody had left the picture. */
const GAP_S = 0.35;

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

/** The body at t s; null where nobody was seen. */
export function bodyAt(track: Track, t: number): Body | null {
  const i = Math.max(indexAt(track.t, t), 0);
  const at = track.t[i];
  const body = track.world[i];
  if (at === undefined || !body || Math.abs(t - at) > GAP_S) return null;
  const [after, next] = [track.t[i + 1], track.world[i + 1]];
  const near = after !== undefined && next && after - at <= GAP_S && t > at;
  const world = near ? between(body, next, track.seen[i]!, track.seen[i + 1]!, (t - at) / (after - at)) : between(body, body, track.seen[i]!, track.seen[i]!, 0);
  return { world, seen: track.seen[i]!, load: loadAt(track, i) };
}

/** Percent of strength by joint; null where none is known. */
function loadAt(track: Track, i: number): Record<string, number | null> | null {
  const percent = track.load.percent[i];
  return percent ? Object.fromEntries(track.load.names.map((joint, j) => [joint, percent[j] ?? null])) : null;
}

function between(a: number[], b: number[], seenA: number, seenB: number, share: number): Body["world"] {
  return Array.from({ length: LANDMARKS }, (_, k) => {
    if (!known(a, k)) return null;
    const to = known(b, k) && (sees(seenB, k) || !sees(seenA, k)) ? b : a;
    const place = (axis: number): number => a[3 * k + axis]! + share * (to[3 * k + axis]! - a[3 * k + axis]!);
    return [place(0), place(1), place(2)] as const;
  });
}

/** A landmark that nobody could place is kept as three zeros. */
const known = (world: number[], landmark: number): boolean => [0, 1, 2].some((axis) => world[3 * landmark + axis] !== 0);
