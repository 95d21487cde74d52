/* Something that changes thirty times a second -> how it is twice a second, which is as fast as words and bars can be read. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const EVERY_MS = 500;

export function useSlowly<T>(look: () => T, about: readonly unknown[]): T {
  const state = useSignal(look());
  useEffect(() => {
    const timer = setInterval(() => (state.value = look()), EVERY_MS);
    return () => clearInterval(timer);
  }, about);
  return state.value;
}
