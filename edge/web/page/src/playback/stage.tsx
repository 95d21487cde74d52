/* A track and the moment that is shown -> the body at that moment. Refuses to know: who moves the moment. */

import { effect, type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Track } from "../api";
import type { Feed } from "../skeleton/anatomy";
import { Skeleton } from "../skeleton/skeleton";
import { bodyAt } from "./track";

interface Shown {
  track: Track;
  at: ReadonlySignal<number>;
  /** The shown session's seconds -> this one's. */
  when?: (t: number) => number;
  label: string;
  plain: boolean;
}

const same = (t: number): number => t;

export function Stage({ track, at, when = same, label, plain }: Shown) {
  const follow = useSignal(when); // another alignment moves the same figure, it does not make a new one
  useEffect(() => {
    follow.value = when;
  }, [when]);
  const feed = useMemo((): Feed => ({ watch: (show) => effect(() => show(bodyAt(track, follow.value(at.value)))) }), [track, at]);
  return <div class="player-stage"><Skeleton feed={feed} label={label} plain={plain} /></div>;
}
