/* A session's exercises, repetitions, deviations and cues -> lanes under one slider. Refuses to know: curves and bodies. */

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Session } from "../api";
import { inWords } from "../clinician/repetitions";
import { faultInWords } from "../clinician/happenings";
import { type Tick, Timeline } from "../charts/timeline";
import { tickOf } from "../judged";
import { capital, exerciseName, saidInWords } from "../language";
import type { Playing } from "./transport";
import { Scrubber } from "./transport_bar";
import { playbackWords } from "./words";

const IDLE = new Set(["idle", "unknown"]);

/** What is known of a session or a file. */
type Told = Pick<Session, "segments" | "reps" | "faults" | "cues">;

interface Shown {
  told: Told;
  span: readonly [number, number];
  children?: ComponentChildren;
}

export function EventLanes({ told, span, children }: Shown) {
  const words = playbackWords();
  const stretches = told.segments.map(({ start_s, end_s, name }) => ({ from: start_s, to: end_s, name: capital(exerciseName(name)), faint: IDLE.has(name) }));
  const reps = told.reps.map((rep): Tick => ({ at: rep.turn_s, kind: tickOf(rep.good), title: inWords(rep) }));
  const faults = told.faults.map((fault): Tick => ({ at: fault.t_s, kind: fault.severity === "major" ? "bad" : "warn", title: faultInWords(fault) }));
  const cues = told.cues.filter(({ channel }) => channel === "text").map((cue): Tick => ({ at: cue.t_s, kind: "info", title: saidInWords(cue) }));
  const lanes = [{ name: words.reps, ticks: reps }, { name: words.faults, ticks: faults }, { name: words.said, ticks: cues }]; // prettier-ignore
  return (
    <Timeline span={span} stretches={stretches} lanes={lanes} summary={words.timeline}>
      {children}
    </Timeline>
  );
}

/** The same with a slider over it, and the stretch that is played over and over. */
export function EventLine({ session, now }: { session: Session; now: Signal<Playing> }) {
  const { end, loop } = now.value;
  return (
    <EventLanes told={session} span={[0, end]}>
      {loop && <div class="timeline-loop" style={{ left: `${(100 * loop[0]) / end}%`, width: `${(100 * (loop[1] - loop[0])) / end}%` }} />}
      <Scrubber now={now} />
    </EventLanes>
  );
}
