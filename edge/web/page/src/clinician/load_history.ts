/* Frames' loads -> each joint's newest and its most in the last half minute. Refuses to know: how they are shown. */

import type { Loads } from "./load_map";

const SPAN_S = 30;
const BUCKET_S = 1;

/** Kept by whole seconds: thirty small objects, whatever the camera's rate. */
export class LoadHistory {
  private buckets: { second: number; most: Record<string, number> }[] = [];
  now: Loads = {};

  take(t: number, load: Loads | null): void {
    this.now = load ?? {};
    const second = Math.floor(t / BUCKET_S);
    const last = this.buckets.at(-1);
    if (!last || last.second !== second) this.begin(second);
    const { most } = this.buckets.at(-1)!;
    for (const joint in this.now) {
      const percent = this.now[joint];
      if (percent != null && !(most[joint]! >= percent)) most[joint] = percent;
    }
  }

  most(): Loads {
    const all: Record<string, number> = {};
    for (const { most } of this.buckets) for (const joint in most) all[joint] = Math.max(all[joint] ?? 0, most[joint]!);
    return all;
  }

  private begin(second: number): void {
    this.buckets = this.buckets.filter((bucket) => bucket.second > second - SPAN_S / BUCKET_S && bucket.second < second);
    this.buckets.push({ second, most: {} });
  }
}
