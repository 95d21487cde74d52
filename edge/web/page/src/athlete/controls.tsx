/** Start, stop, what to do, how the box speaks, a phone beside it. */
import { useSignal } from "@preact/signals";
import { api } from "../api";
import { Icon } from "../kit/icon";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { board } from "../live";
import { PairingDialog } from "../phone/pairing";
import { ownSession, safeMode } from "../training";
import { ExerciseDialog } from "./exercise_dialog";
import { CuesDialog } from "./cues_dialog";

type Open = "" | "exercise" | "cues" | "phone";

export function Controls() {
  const open = useSignal<Open>("");
  const { busy, problem, run } = useWorking();
  const words = w.value.athlete;
  const on = board.value?.session != null;
  const session = () => run(() => api.command("session", on ? "stop" : "start"));
  const close = () => (open.value = "");
  return (
    <section class="controls" aria-label={words.controls}>
      <button class={`button ${on ? "" : "primary"} session-switch`} type="button" disabled={busy.value || safeMode.value} onClick={() => void session()}>
        <Icon name={on ? "stop" : "play"} />{on ? words.stop : words.start}
      </button>
      {!on && ownSession.value && <a class="button session-switch" href={`#/playback/${ownSession.value}`}><Icon name="playback" />{words.lookBack}</a>}
      <button class="button" type="button" onClick={() => (open.value = "exercise")}><Icon name="athlete" />{words.exercise}</button>
      <button class="button" type="button" onClick={() => (open.value = "cues")}><Icon name="technician" />{words.cues}</button>
      <button class="button" type="button" onClick={() => (open.value = "phone")}><Icon name="phone" />{words.phone}</button>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      {open.value === "exercise" && <ExerciseDialog close={close} />}
      {open.value === "cues" && <CuesDialog close={close} />}
      {open.value === "phone" && <PairingDialog close={close} />}
    </section>
  );
}
