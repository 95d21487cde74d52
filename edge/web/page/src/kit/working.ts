/** A button's work: while it is done the button waits, and what went wrong is kept to be said. */
import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";

export interface Working {
  busy: Signal<boolean>;
  /** In the language that is shown. */
  problem: ReadonlySignal<string>;
  /** Whether it went well. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

export function useWorking(): Working {
  const busy = useSignal(false);
  const failed = useSignal<Error | null>(null);
  const problem = useComputed(() => failed.value?.message ?? "");
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    busy.value = true;
    failed.value = null;
    try {
      await work();
      return true;
    } catch (failure) {
      failed.value = failure as Error;
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, problem, run };
}
