/* Frames' angles, 30 a second -> the last half minute of every angle. Refuses to know: charts, and what an angle means.

Everything is allocated once: a session of two hours leaves no garbage behind. */

import type { Values } from "../charts/band_chart";

export const SPAN_S = 30;
const ROOM = 1024; // half a minute at 30 Hz, and some more for cameras that are faster
/** 95 % of a normal distribution lies within so many standard deviations. */
export const HALF_WIDTH_SDS = 1.96;

/** A column of numbers, NaN where the camera could not tell. */
type Column = Float32Array;

export class AngleHistory {
  private readonly t = new Float64Array(ROOM);
  private readonly value: Column[];
  private readonly spread: Column[];
  private next = 0;
  /** How many frames were ever taken in. */
  taken = 0;

  constructor(readonly angles: number) {
    this.value = Array.from({ length: angles }, () => new Float32Array(ROOM));
    this.spread = Array.from({ length: angles }, () => new Float32Array(ROOM));
  }

  /** One frame at t s: degrees and their standard deviations, null where unknown. A clock that went back begins anew. */
  take(t: number, deg: Values, sd: Values): void {
    if (this.taken > 0 && t < this.latest()) this.clear();
    const at = this.next;
    this.t[at] = t;
    for (let i = 0; i < this.angles; i++) {
      this.value[i]![at] = deg[i] ?? NaN;
      this.spread[i]![at] = (sd[i] ?? NaN) * HALF_WIDTH_SDS;
    }
    this.next = (at + 1) % ROOM;
    this.taken++;
  }

  clear(): void {
    this.next = 0;
    this.taken = 0;
  }

  latest(): number {
    return this.taken ? this.t[(this.next + ROOM - 1) % ROOM]! : 0;
  }

  /** Writes the last SPAN_S of some angles into `out`: [seconds before now, then value, upper, lower of each]. */
  read(angles: readonly number[], out: Values[]): void {
    const now = this.latest();
    const kept = Math.min(this.taken, ROOM);
    let n = 0;
    for (let k = kept; k > 0; k--) {
      const at = (this.next + ROOM - k) % ROOM;
      if (now - this.t[at]! > SPAN_S) continue;
      out[0]![n] = this.t[at]! - now;
      for (let j = 0; j < angles.length; j++) this.write(angles[j]!, at, out, 1 + 3 * j, n);
      n++;
    }
    for (const column of out) column.length = n;
  }

  private write(angle: number, at: number, out: Values[], first: number, n: number): void {
    const value = this.value[angle]![at]!;
    const spread = this.spread[angle]![at]!;
    const known = value === value;
    out[first]![n] = known ? value : null;
    out[first + 1]![n] = known && spread === spread ? value + spread : null;
    out[first + 2]![n] = known && spread === spread ? value - spread : null;
  }

  /** The least and the most of one angle in the last SPAN_S; null where it was never seen, or for less than this share of the time. */
  extent(angle: number, least = 0): [number, number] | null {
    const now = this.latest();
    let [low, high, known, all] = [Infinity, -Infinity, 0, 0];
    for (let k = Math.min(this.taken, ROOM); k > 0; k--) {
      const at = (this.next + ROOM - k) % ROOM;
      const value = this.value[angle]![at]!;
      if (now - this.t[at]! > SPAN_S) continue;
      all++;
      if (value !== value) continue;
      known++;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return known > 0 && known >= least * all ? [low, high] : null;
  }
}
