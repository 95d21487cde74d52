/* Stretches and moments of a session -> lanes on one time line. Refuses to know: whether the session is over. */

import type { ComponentChildren } from "preact";
import "./charts.css";

/** A stretch of time with a name on it; faint: nothing was exercised. */
export interface Stretch {
  from: number;
  to: number;
  name: string;
  faint?: boolean;
}

export interface Tick {
  at: number;
  kind: "good" | "warn" | "bad" | "info";
  title: string;
}

interface Shown {
  span: readonly [number, number];
  stretches: Stretch[];
  lanes: { name: string; ticks: Tick[] }[];
  summary: string;
  children?: ComponentChildren;
}

/** children are laid over the lanes, such as a playhead. */
export function Timeline({ span: [from, to], stretches, lanes, summary, children }: Shown) {
  const wide = Math.max(to - from, 1e-6);
  const place = (at: number): number => Math.min(Math.max((100 * (at - from)) / wide, 0), 100);
  return (
    <div class="timeline" role="group" aria-label={summary}>
      <div class="timeline-lane stretches">
        {stretches.map((stretch) => (
          <span
            key={stretch.from}
            class={`stretch ${stretch.faint ? "faint" : ""}`}
            style={{ left: `${place(stretch.from)}%`, width: `${place(stretch.to) - place(stretch.from)}%` }}
            title={stretch.name}
          >
            {stretch.name}
          </span>
        ))}
      </div>
      {lanes.map((lane) => (
        <div class="timeline-lane" key={lane.name}>
          <span class="lane-name">{lane.name}</span>
          {lane.ticks.map((tick, i) => (
            <i key={i} class={`moment-mark ${tick.kind}`} style={{ left: `${place(tick.at)}%` }} title={tick.title} />
          ))}
        </div>
      ))}
      {children}
    </div>
  );
}
