/* Tracks -> the columns of charts, and how far each angle went. Refuses to know: how charts are drawn. */

import type { Rep, Track } from "../api";
import type { Values } from "../charts/band_chart";
import { type Movement, movementsOf } from "../charts/joints";
import type { Sides } from "../charts/symmetry";
import { indexAt } from "./track";

const HALF_WIDTH_SDS = 1.96;
/** Moments further apart than this leave a gap in the curve, s. */
const GAP_S = 0.35;
const LEAST_MOVED_DEG = 10;
/** Sides are compared where both were known for this share of the time. */
const MOSTLY = 0.5;

export type Span = readonly [number, number];

/** The movements that a track knows, with their normal ranges. */
export function movementsIn(track: Track, normal: ReadonlyMap<string, readonly [number, number] | null>): Movement[] {
  return movementsOf(track.angles.names.map((key) => ({ key, label: key, group: "", sign: "", normal_range_deg: (normal.get(key) as [number, number]) ?? null })));
}

/** [seconds, then value, upper, lower of each angle], all in the first track's seconds; gaps where nobody was seen. */
export function columnsOf(track: Track, angles: readonly number[], beside?: { track: Track; angles: readonly number[]; follow: (t: number) => number }): Values[] {
  const out: Values[] = Array.from({ length: 1 + 3 * (angles.length + (beside?.angles.length ?? 0)) }, () => []);
  track.t.forEach((t, i) => {
    const before = track.t[i - 1];
    if (before !== undefined && t - before > GAP_S) breakOff(out, before + GAP_S / 2);
    out[0]!.push(t);
    angles.forEach((angle, j) => put(out, 1 + 3 * j, track, i, angle));
    if (!beside) return;
    const other = momentNear(beside.track, beside.follow(t));
    beside.angles.forEach((angle, j) => put(out, 1 + 3 * (angles.length + j), beside.track, other, angle));
  });
  return out;
}

function breakOff(out: Values[], t: number): void {
  out[0]!.push(t);
  for (const column of out.slice(1)) column.push(null);
}

/** The nearest moment; -1 where none is near. */
function momentNear(track: Track, t: number): number {
  const i = indexAt(track.t, t + 0.05);
  return i >= 0 && Math.abs(track.t[i]! - t) <= GAP_S ? i : -1;
}

function put(out: Values[], first: number, track: Track, moment: number, angle: number): void {
  const value = track.angles.deg[moment]?.[angle] ?? null;
  const sd = track.angles.sd_deg[moment]?.[angle] ?? null;
  const half = value === null || sd === null ? null : HALF_WIDTH_SDS * sd;
  out[first]!.push(value);
  out[first + 1]!.push(half === null ? null : value! + half);
  out[first + 2]!.push(half === null ? null : value! - half);
}

/** The least and the most of one angle within a span; null where it was never seen, or for less than this share of the moments. */
export function extentOf(track: Track, angle: number, [from, to]: Span, least = 0): [number, number] | null {
  let [low, high, known, all] = [Infinity, -Infinity, 0, 0];
  for (let i = Math.max(indexAt(track.t, from), 0); i < track.t.length && track.t[i]! <= to; i++) {
    const value = track.angles.deg[i]?.[angle];
    if (!track.angles.deg[i] || track.t[i]! < from) continue;
    all++;
    if (value == null) continue;
    known++;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return known > 0 && known >= least * all ? [low, high] : null;
}

/** What a session is about: the movement that was counted, then the ones that went furthest, one a joint. */
export function liveliest(track: Track, movements: readonly Movement[], rep: Rep | undefined, many: number): string[] {
  const span: Span = rep ? [rep.start_s, rep.end_s] : [0, Infinity];
  const reaches = movements.map((movement) => ({ ...movement, reach: reachOf(track, movement, span) })).sort((a, b) => b.reach - a.reach);
  const off = ({ reach }: { reach: number }): number => Math.abs(reach - (rep?.range_deg ?? Infinity));
  const counted = rep && [...reaches].sort((a, b) => off(a) - off(b))[0];
  const chosen = new Map<string, string>(counted ? [[counted.joint, counted.movement]] : []);
  for (const { joint, movement } of reaches) if (chosen.size < many && !chosen.has(joint)) chosen.set(joint, movement);
  return [...chosen.values()];
}

const reachOf = (track: Track, { parts }: Movement, span: Span): number =>
  Math.max(...parts.map(({ at }) => extentOf(track, at, span, MOSTLY)).map((extent) => (extent ? extent[1] - extent[0] : 0)));

/** Both sides of every movement that moved within a span. */
export function sidesOf(track: Track, movements: readonly Movement[], span: Span): Sides[] {
  return movements.flatMap(({ movement, parts }) => {
    const [left, right] = parts.map(({ at }) => extentOf(track, at, span, MOSTLY)).map((extent) => extent && extent[1] - extent[0]);
    return left != null && right != null && Math.max(left, right) >= LEAST_MOVED_DEG ? [{ movement, left, right }] : [];
  });
}

/** The most of each joint's load within a span, of what lasted: one bad moment makes no load. */
export function mostOf(track: Track, [from, to]: Span): Record<string, number | null> {
  const most: Record<string, number | null> = {};
  track.t.forEach((t, i) => {
    if (t < from || t > to) return;
    track.load.names.forEach((joint, j) => {
      const percent = middle([-1, 0, 1].map((step) => track.load.percent[i + step]?.[j] ?? null));
      if (percent !== null && !((most[joint] ?? -1) >= percent)) most[joint] = percent;
    });
  });
  return most;
}

/** The median of three neighbours, null where two of them are unknown. */
function middle(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known.length < 2 ? null : known[known.length - 2]!;
}
