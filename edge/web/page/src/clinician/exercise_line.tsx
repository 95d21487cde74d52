/* News of exercises and repetitions -> the session so far on one line. Refuses to know: playback. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Stretch, type Tick, Timeline } from "../charts/timeline";
import { tickOf, tally } from "../judged";
import { capital, duration, exerciseName, w } from "../language";
import { frame, news, type News } from "../live";
import { exercises, faults, reps } from "./told";
import { faultInWords } from "./happenings";
import { inWords } from "./repetitions";
import { clinicianWords } from "./words";

const IDLE = new Set(["idle", "unknown"]);
const LEAST_S = 60;

export function ExerciseLine() {
  const words = clinicianWords();
  const now = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => (now.value = frame()?.t ?? now.value), 1000);
    return () => clearInterval(timer);
  }, []);
  const first = exercises.value[0]?.t ?? now.value;
  const end = Math.max(now.value, first, news.value[0]?.t ?? 0);
  const lanes = [
    { name: w.value.athlete.counter, ticks: reps.value.map((rep): Tick => ({ at: rep.turn_s, kind: tickOf(rep.good), title: inWords(rep) })) },
    { name: words.faults, ticks: faults.value.map((fault): Tick => ({ at: fault.t_s, kind: fault.severity === "major" ? "bad" : "info", title: faultInWords(fault) })) },
  ];
  return (
    <section class="card" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{words.timeline}</h2>
      <Timeline span={[first, Math.max(end, first + LEAST_S)]} stretches={stretchesOf(exercises.value, end)} lanes={lanes} summary={words.timeline} />
      <Totals end={end} />
    </section>
  );
}

function stretchesOf(lines: readonly (News & { exercise: string })[], end: number): Stretch[] {
  return lines.map((line, i) => ({
    from: line.t, to: lines[i + 1]?.t ?? end, name: capital(exerciseName(line.exercise)), faint: IDLE.has(line.exercise),
  })); // prettier-ignore
}

/** How often and how long, exercise by exercise. */
function Totals({ end }: { end: number }) {
  const words = clinicianWords();
  const spent = new Map<string, number>();
  for (const { name, from, to, faint } of stretchesOf(exercises.value, end)) if (!faint) spent.set(name, (spent.get(name) ?? 0) + to - from);
  return (
    <ul class="totals">
      {[...spent].map(([name, seconds]) => {
        const done = reps.value.filter((rep) => capital(exerciseName(rep.exercise)) === name);
        return (
          <li key={name}>
            <b>{name}</b> {words.count(...tally(done), done.length)}, {duration(seconds)}
          </li>
        );
      })}
    </ul>
  );
}
