/* The live line's news -> this session's repetitions, deviations and exercises. Refuses to know: how they are shown. */

import { computed, effect, signal } from "@preact/signals";
import type { Fault, Rep } from "../api";
import { board, type News, news } from "../live";

/** News older than this belong to a session before, s. */
const began = signal(-Infinity);
let known: string | null | undefined;

effect(() => {
  if (!board.value) return;
  const id = board.value.session?.id ?? null;
  if (known !== undefined && id !== null && id !== known) began.value = news.peek()[0]?.t ?? -Infinity;
  known = id;
});

/** Newest first. */
export const told = computed(() => news.value.filter((line) => line.t > began.value));

const ofKind = <T>(kind: News["kind"]) => computed(() => told.value.filter((line) => line.kind === kind).reverse() as unknown as (News & T)[]);

/** Oldest first; times are the live line's own seconds. */
export const reps = ofKind<Rep>("rep");
export const faults = ofKind<Fault>("fault");
export const exercises = ofKind<{ exercise: string }>("exercise");

const NOTEWORTHY = new Set<News["kind"]>(["fault", "cue", "coach", "posture", "hold", "set"]);

/** What is worth reading afterwards, newest first. */
export const history = computed(() => told.value.filter((line) => NOTEWORTHY.has(line.kind)));
