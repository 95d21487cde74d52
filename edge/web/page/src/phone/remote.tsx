/** The counter in the hand: start, stop, pick an exercise. */
import { useSignal } from "@preact/signals";
import { api } from "../api";
import { useCue } from "../athlete/cue";
import { ExerciseDialog } from "../athlete/exercise_dialog";
import { Icon } from "../kit/icon";
import { useWorking } from "../kit/working";
import { say, w } from "../language";
import { board, connected } from "../live";
import { doing } from "../training";

export function Remote() {
  const cue = useCue();
  const picking = useSignal(false);
  const { busy, problem, run } = useWorking();
  const words = w.value.athlete;
  const on = board.value?.session != null;
  return (
    <section class={`card remote ${board.value?.grade ?? "grey"}`} aria-label={w.value.phone.remote}>
      <p class="remote-exercise" role="status">{connected.value ? (doing.value ?? words.ready) : w.value.shell.lost}</p>
      <p class="remote-count" role="status">
        <strong>{board.value?.reps ?? 0}</strong>
        <span><b><Icon name="check" size={26} />{board.value?.good ?? 0}</b> {words.good(board.value?.good ?? 0)}</span>
      </p>
      <p class="remote-cue" role="status" hidden={!cue}>{cue && say(cue.key, cue.fields)}</p>
      <button class="button primary" type="button" disabled={busy.value} onClick={() => void run(() => api.command("session", on ? "stop" : "start"))}>
        <Icon name={on ? "stop" : "play"} />{on ? words.stop : words.start}
      </button>
      <button class="button" type="button" onClick={() => (picking.value = true)}><Icon name="athlete" />{words.exercise}</button>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      {picking.value && <ExerciseDialog close={() => (picking.value = false)} />}
    </section>
  );
}
