/** A button's work: while it is done the button waits, and what went wrong is kept to be said. */
import { useSignal, type Signal } from "@preact/signals";

export interface Working {
  busy: Signal<boolean>;
  problem: Signal<string>;
  /** Whether it went well. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

export function useWorking(): Working {
  const busy = useSignal(false);
  const problem = useSignal("");
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    busy.value = true;
    problem.value = "";
    try {
      await work();
      return true;
    } catch (failure) {
      problem.value = (failure as Error).message;
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, problem, run };
}
