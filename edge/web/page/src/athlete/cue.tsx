/** What to change, as large as it can be, for as long as it holds. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon, type IconName } from "../kit/icon";
import { capital, saidInWords, say, w } from "../language";
import { board } from "../live";
import { coached, lastSet } from "../training";

const ICONS: Record<string, IconName> = { praise: "check", form: "warn", framing: "camera", safety: "warn", count: "athlete" };

/** The cue that holds now; null when its time is over. */
export function useCue() {
  const cue = useComputed(() => JSON.stringify(board.value?.cue ?? null));
  const over = useSignal("null");
  useEffect(() => {
    const now = board.peek()?.cue;
    if (!now) return;
    const timer = setTimeout(() => (over.value = cue.value), 1000 * now.shown_s);
    return () => clearTimeout(timer);
  }, [cue.value]);
  return cue.value === over.value ? null : (board.peek()?.cue ?? null);
}

export function CueBanner() {
  const now = useCue();
  return (
    <div class="cue-place" role="status" aria-live="polite">
      {!now && <Rest />}
      {now && <p class={`cue ${now.priority}`}><Icon name={ICONS[now.priority] ?? "warn"} size={44} /><span>{say(now.key, now.fields)}</span></p>}
    </div>
  );
}

/** What stands there while there is nothing to change: in a set how far it is, in a rest what the set was and what the coach says of it. */
function Rest() {
  const many = board.value?.set_reps ?? 0;
  const words = w.value.athlete;
  if (many) return <div class="cue-rest"><p>{words.inSet(many)}</p></div>;
  return (
    <div class="cue-rest">
      <p class={lastSet.value ? "" : "later"}>{lastSet.value ? capital(saidInWords(lastSet.value)) : words.cuesHere}</p>
      {coached.value && <p class="coach"><b>{words.coach}:</b> {coached.value}</p>}
    </div>
  );
}
