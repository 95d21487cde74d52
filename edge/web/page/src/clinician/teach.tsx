/* A movement that the box does not know -> one of its exercises: named, shown, looked at, kept. Refuses to know: how it is learned. */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { api, type ExerciseTaught, type Teaching } from "../api";
import { Dialog } from "../kit/dialog";
import { Icon } from "../kit/icon";
import { useWorking, type Working } from "../kit/working";
import { foundInWords, teachWords } from "./teach_words";
import "./teach.css";

const LOOK_MS = 1000;

/** onChanged: there is one exercise more, or one less. */
interface Shown {
  onChanged: () => void;
}

export function Teach({ onChanged }: Shown) {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="button small" onClick={() => (open.value = true)}><Icon name="plus" size={20} /> {teachWords().open}</button>
      {open.value && <TeachDialog onChanged={onChanged} close={() => (open.value = false)} />}
    </>
  ); // prettier-ignore
}

function TeachDialog({ onChanged, close }: Shown & { close: () => void }) {
  const words = teachWords();
  const working = useWorking();
  const now = useSignal<Teaching | null>(null);
  const taught = useSignal<ExerciseTaught[]>([]);
  const kept = useSignal("");
  const step = (work: () => Promise<Teaching>): Promise<boolean> => working.run(async () => (now.value = await work()));
  const change = (work: () => Promise<ExerciseTaught[]>): Promise<boolean> =>
    working.run(async () => {
      taught.value = await work();
      now.value = await api.teaching();
      onChanged();
    });
  useEffect(() => void working.run(async () => ([now.value, taught.value] = await Promise.all([api.teaching(), api.taught()]))), []);
  const state = now.value;
  return (
    <Dialog title={words.open} close={close}>
      {state?.state === "none" && (
        <>
          {kept.value && <p class="hint" role="status">{words.kept(kept.value)}</p>}
          <Naming working={working} begin={(label, reps) => void step(() => api.teach(label, reps))} />
          <TaughtList taught={taught.value} forget={(name) => ((kept.value = ""), void change(() => api.forgetTaught(name)))} />
        </>
      )}
      {state?.state === "watching" && <Watching state={state} working={working} step={step} />}
      {state?.found && (
        <>
          <p class="found" role="status">{foundInWords(state.found)}</p>
          <div class="row">
            <button type="button" class="button primary" disabled={working.busy.value} onClick={() => void change(api.keepTaught).then((well) => well && (kept.value = state.label))}>
              {words.keep}
            </button>
            <button type="button" class="button" onClick={() => void step(() => api.teach(state.label, null))}>{words.again}</button>
            <button type="button" class="button" onClick={() => void step(api.dropTeaching)}>{words.drop}</button>
          </div>
        </>
      )}
      {working.problem.value && <p class="problem" role="alert">{working.problem.value}</p>}
    </Dialog>
  ); // prettier-ignore
}

function Naming({ working, begin }: { working: Working; begin: (label: string, reps: number | null) => void }) {
  const words = teachWords();
  const name = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => name.current?.focus(), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    begin(String(said.get("label")), Number(said.get("reps")) || null);
  };
  return (
    <form class="teach-form" onSubmit={submit}>
      <label class="field"><span>{words.name}</span><input ref={name} name="label" required minLength={2} maxLength={60} autocomplete="off" /></label>
      <label class="field">
        <span>{words.reps}</span>
        <input name="reps" type="number" min={3} max={30} inputMode="numeric" placeholder={words.repsHint} />
      </label>
      <button type="submit" class="button primary" disabled={working.busy.value}>{words.begin}</button>
    </form>
  ); // prettier-ignore
}

interface Stepping {
  state: Teaching;
  working: Working;
  step: (work: () => Promise<Teaching>) => Promise<boolean>;
}

/** How much was seen is asked for again and again, apart from what the buttons do. */
function Watching({ state, working, step }: Stepping) {
  const words = teachWords();
  const newest = useSignal(state);
  useEffect(() => {
    const timer = setInterval(() => void api.teaching().then((told) => (newest.value = told), () => undefined), LOOK_MS);
    return () => clearInterval(timer);
  }, []); // prettier-ignore
  const { seconds, full } = newest.value;
  return (
    <>
      <p>{words.show(state.label)}</p>
      <p class="hint" role="status">{full ? words.full : seconds > 0 ? words.seen(Math.round(seconds)) : words.nobody}</p>
      <div class="row">
        <button type="button" class="button primary" disabled={working.busy.value} onClick={() => void step(api.finishTeaching)}>{words.done}</button>
        <button type="button" class="button" onClick={() => void step(api.dropTeaching)}>{words.cancel}</button>
      </div>
    </>
  ); // prettier-ignore
}

function TaughtList({ taught, forget }: { taught: ExerciseTaught[]; forget: (name: string) => void }) {
  const words = teachWords();
  return (
    <section class="goal-card" aria-labelledby="taught-title">
      <h3 id="taught-title">{words.taught}</h3>
      {!taught.length && <p class="hint">{words.none}</p>}
      <ul>
        {taught.map(({ name, label }) => (
          <li key={name}>
            <span>{label}</span>
            <button type="button" class="quiet" aria-label={words.forget(label)} onClick={() => forget(name)}><Icon name="close" size={18} /></button>
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}
