/* The deviations of a file -> what to change and what was large, in the language shown. Refuses to know: how deviations are found.

`edgecoach analyze` says the same in the language of the box; this page is read in two. */

import type { Fault, Rep } from "../api";
import { capital, say } from "../language";
import type { Analysis } from "./analysis";

/** As many as the box tells. */
const MOST = 3;

/** What to change, the most frequent first, each with how often. */
export function recommended({ faults, reps }: Analysis): string[] {
  const called = faults.filter(({ severity, rep }) => rep != null && severity !== "info");
  const told = ranked(called, cueOf).slice(0, MOST).map(([cue, those]) => say("report.recommendation", { cue, ...often(reps, those) }));
  const held = [...new Set(faults.filter(({ rep }) => rep == null).map(cueOf))];
  return [...told, ...held.slice(0, MOST).map((cue) => say("report.recommendation_hold", { cue }))].map(capital);
}

/** The large deviations. */
export function large({ faults, reps }: Analysis): string[] {
  const major = faults.filter(({ severity, rep }) => severity === "major" && rep != null);
  return ranked(major, ({ name }) => name).map(([fault, those]) => say("report.concern", { ...often(reps, those), fault }));
}

/** How the camera stood and could stand better. */
export const placed = ({ view }: Analysis): string[] => view?.advice_keys?.map((key) => say(key)) ?? view?.advice ?? [];

/** In how many, of how many that could have been so: the judged repetitions of the same exercises. */
function often(reps: Rep[], those: Set<number>): { count: string; total: string } {
  const done = new Set(reps.filter(({ number }) => those.has(number)).map(({ exercise }) => exercise));
  return { count: String(those.size), total: String(reps.filter(({ exercise, good }) => good !== null && done.has(exercise)).length) };
}

const cueOf = ({ cue, cue_key }: Fault): string => (cue_key ? say(cue_key) : cue);

/** Each kind with the repetitions that had it, most first. */
function ranked(faults: Fault[], kind: (fault: Fault) => string): [string, Set<number>][] {
  const reps = new Map<string, Set<number>>();
  for (const fault of faults) reps.set(kind(fault), (reps.get(kind(fault)) ?? new Set()).add(fault.rep!));
  return [...reps].sort((a, b) => b[1].size - a[1].size);
}
