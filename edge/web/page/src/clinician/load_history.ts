/* Frames' loads -> each joint's newest and its most in the last half minute. Refuses to know: how they are shown. */

import type { Loads } from "./load_map";

const SPAN_S = 30;
/** The most is of what lasted so long: a few bad frames make no load (edge/estimate/body/load.py). */
const SUSTAINED_S = 0.25;

interface Seen {
  t: number;
  load: Loads;
}

/** Kept by whole seconds: thirty small objects, whatever the camera's rate. */
export class LoadHistory {
  private seconds: { second: number; most: Record<string, number> }[] = [];
  private recent: Seen[] = [];
  now: Loads = {};

  take(t: number, load: Loads | null): void {
    this.recent = [...this.recent.filter((seen) => seen.t <= t && t - seen.t < SUSTAINED_S), { t, load: load ?? {} }];
    this.now = Object.fromEntries(Object.keys(load ?? {}).map((joint) => [joint, this.sustained(joint)]));
    this.keep(Math.floor(t));
  }

  most(): Loads {
    const all: Record<string, number> = {};
    for (const { most } of this.seconds) for (const joint in most) all[joint] = Math.max(all[joint] ?? 0, most[joint]!);
    return all;
  }

  /** The median of the last quarter of a second. */
  private sustained(joint: string): number | null {
    const known = this.recent.map(({ load }) => load[joint]).filter((percent) => percent != null);
    return known.length ? known.sort((a, b) => a - b)[known.length >> 1]! : null;
  }

  private keep(second: number): void {
    if (this.seconds.at(-1)?.second !== second) {
      this.seconds = [...this.seconds.filter((kept) => kept.second > second - SPAN_S && kept.second < second), { second, most: {} }];
    }
    const { most } = this.seconds.at(-1)!;
    for (const joint in this.now) most[joint] = Math.max(most[joint] ?? 0, this.now[joint] ?? 0);
  }
}
