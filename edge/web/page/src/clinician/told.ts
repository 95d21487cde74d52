/* The live line's news -> this session's repetitions, deviations and exercises. Refuses to know: how they are shown. */

import { computed } from "@preact/signals";
import type { Fault, Rep } from "../api";
import { type News, news } from "../live";

const ofKind = <T>(kind: News["kind"]) => computed(() => news.value.filter((line) => line.kind === kind).reverse() as unknown as (News & T)[]);

/** Oldest first; times are the live line's own seconds. */
export const reps = ofKind<Rep>("rep");
export const faults = ofKind<Fault>("fault");
export const exercises = ofKind<{ exercise: string }>("exercise");

const NOTEWORTHY = new Set<News["kind"]>(["fault", "cue", "coach", "posture", "hold", "set"]);

/** What is worth reading afterwards, newest first. */
export const history = computed(() => news.value.filter((line) => NOTEWORTHY.has(line.kind)));
