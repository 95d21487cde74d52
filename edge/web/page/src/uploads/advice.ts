/* The deviations of a file -> what to change and what was large, in the language shown. Refuses to know: how deviations are found.

`edgecoach analyze` says the same in the language of the box; this page is read in two. */

import type { Fault } from "../api";
import { capital, say } from "../language";
import { unjudgedOf } from "../judged";
import type { Analysis } from "./analysis";

/** As many as the box tells. */
const MOST = 3;

/** What to change, the most frequent first, each with how often. */
export function recommended({ faults, ...analysis }: Analysis): string[] {
  const called = faults.filter(({ severity, rep }) => rep != null && severity !== "info");
  const told = ranked(called, cueOf).slice(0, MOST).map(([cue, count]) => say("report.recommendation", { cue, count: String(count), total: judgedIn(analysis) }));
  const held = [...new Set(faults.filter(({ rep }) => rep == null).map(cueOf))];
  return [...told, ...held.slice(0, MOST).map((cue) => say("report.recommendation_hold", { cue }))].map(capital);
}

/** The large deviations. */
export function large({ faults, ...analysis }: Analysis): string[] {
  const major = faults.filter(({ severity, rep }) => severity === "major" && rep != null);
  return ranked(major, ({ name }) => name).map(([fault, count]) => say("report.concern", { count: String(count), total: judgedIn(analysis), fault }));
}

/** How the camera stood and could stand better. */
export const placed = ({ view }: Analysis): string[] => view?.advice_keys?.map((key) => say(key)) ?? view?.advice ?? [];

/** So many could have had a deviation. */
const judgedIn = ({ rep_count, reps }: Pick<Analysis, "rep_count" | "reps">): string => String(rep_count - unjudgedOf(reps));

const cueOf = ({ cue, cue_key }: Fault): string => (cue_key ? say(cue_key) : cue);

/** Each kind with the number of repetitions that had it, most first. */
function ranked(faults: Fault[], kind: (fault: Fault) => string): [string, number][] {
  const reps = new Map<string, Set<number>>();
  for (const fault of faults) reps.set(kind(fault), (reps.get(kind(fault)) ?? new Set()).add(fault.rep!));
  return [...reps].map(([name, numbers]): [string, number] => [name, numbers.size]).sort((a, b) => b[1] - a[1]);
}
