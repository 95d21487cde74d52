/** What the live line says about this session, in the shape that athletes and phones are shown. */
import { computed, effect, signal } from "@preact/signals";
import { me } from "./access";
import { capital, exerciseName, faultName } from "./language";
import { board, forgets, news, type News } from "./live";

/** The configuration has mistakes, and no device is open. */
export const safeMode = computed(() => Boolean(board.value?.mistakes.length || me.value?.safe_mode));

const NOTHING = new Set(["", "idle", "unknown"]);

/** The name of what is being done; null while nothing is. */
export const doing = computed(() => {
  const name = board.value?.exercise?.name ?? "";
  return NOTHING.has(name) ? null : exerciseName(name);
});

/** Whether each repetition of the set at hand was good, null where nobody could judge it; oldest first. */
export const beads = computed(() => {
  const many = board.value?.set_reps ?? 0;
  const lines: News[] = news.value.filter((line) => line.kind === "rep").slice(0, many);
  return lines.map((line) => line.good ?? null).reverse();
});

/** The last set that ended, while none has begun since. */
export const lastSet = computed(() => (board.value?.set_reps ? null : (news.value.find((line) => line.kind === "set") ?? null)));

/** What the coach said last. */
export const coached = computed(() => news.value.find((line) => line.kind === "coach")?.text ?? null);

/** What was off in the last repetition or hold, as one line; empty where nothing was. */
export const lastFaults = computed(() => {
  const last = news.value.find((line) => line.kind === "rep" || line.kind === "hold");
  return capital(((last?.faults as string[] | undefined) ?? []).map(faultName).join(", "));
});

/** The weight, as a field shows it. What is typed stays, for it changes only when the box was told another one. */
export const weightWished = computed(() => Number(board.value?.wishes.load_kg) || "");

/** The session that is on, or was just done: whoever did it may look at it. */
export const ownSession = signal<string | null>(null);
let forgotten = 0;
effect(() => {
  const on = board.value?.session?.id ?? null;
  if (on || forgets.value > forgotten) ownSession.value = on;
  forgotten = forgets.value;
});
