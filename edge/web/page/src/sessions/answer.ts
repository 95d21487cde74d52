/* A question to the API -> its answer, or one sentence about why there is none. Refuses to know: what is asked. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Problem } from "../api";

export interface Answered<T> {
  answer: T | null;
  problem: string;
  again: () => void;
}

/** Asked when the view opens and whenever `about` changes; what comes after that is not listened to any more. */
export function useAnswer<T>(ask: () => Promise<T>, about: readonly unknown[]): Answered<T> {
  const state = useSignal<{ answer: T | null; problem: Problem | null }>({ answer: null, problem: null });
  const round = useSignal(0);
  useEffect(() => {
    let listening = true;
    state.value = { answer: round.peek() ? state.peek().answer : null, problem: null };
    ask().then(
      (answer) => listening && (state.value = { answer, problem: null }),
      (failure: Problem) => listening && (state.value = { answer: null, problem: failure }),
    );
    return () => {
      listening = false;
    };
  }, [...about, round.value]);
  return { answer: state.value.answer, problem: state.value.problem?.message ?? "", again: () => round.value++ };
}
