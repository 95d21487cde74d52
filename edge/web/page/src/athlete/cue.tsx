/** What to change, as large as it can be, for as long as it holds. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon, type IconName } from "../kit/icon";
import { capital, say, w } from "../language";
import { board } from "../live";
import { lastSet } from "../training";

const ICONS: Record<string, IconName> = { praise: "check", form: "warn", framing: "camera", safety: "warn", count: "athlete" };

/** The cue that holds now; null when its time is over. */
export function useCue() {
  const cue = useComputed(() => JSON.stringify(board.value?.cue ?? null));
  const shown = useSignal(false);
  useEffect(() => {
    const now = board.peek()?.cue;
    shown.value = Boolean(now);
    if (!now) return;
    const timer = setTimeout(() => (shown.value = false), 1000 * now.shown_s);
    return () => clearTimeout(timer);
  }, [cue.value]);
  return shown.value ? (board.peek()?.cue ?? null) : null;
}

export function CueBanner() {
  const now = useCue();
  return (
    <div class="cue-place" role="status" aria-live="polite">
      {!now && <p class="cue-rest">{rest()}</p>}
      {now && <p class={`cue ${now.priority}`}><Icon name={ICONS[now.priority] ?? "warn"} size={44} /><span>{say(now.key, now.fields)}</span></p>}
    </div>
  );
}

/** What stands there while there is nothing to change. */
function rest(): string {
  const many = board.value?.set_reps ?? 0;
  if (many) return w.value.athlete.inSet(many);
  return lastSet.value ? capital(lastSet.value.text) : w.value.athlete.cuesHere;
}
