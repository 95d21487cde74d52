/* The screen's refreshes -> the playing goes on. Refuses to know: what is shown. */

import { type Signal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { advance, type Playing } from "./transport";

/** A tab that was asleep does not jump ahead by more than this, s. */
const LONGEST_S = 0.25;

export function useTicking(now: Signal<Playing>): void {
  const playing = useComputed(() => now.value.playing).value;
  useEffect(() => {
    if (!playing) return;
    let [asked, before] = [0, performance.now()];
    const tick = (stamp: number): void => {
      asked = requestAnimationFrame(tick);
      now.value = advance(now.peek(), Math.min(Math.max(stamp - before, 0) / 1000, LONGEST_S));
      before = stamp;
    };
    asked = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(asked);
  }, [playing]);
}
