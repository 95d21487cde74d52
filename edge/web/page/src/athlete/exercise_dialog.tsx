/** Which exercise, or let the camera find out; and how heavy the weight is. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, type ExerciseInfo } from "../api";
import { Dialog } from "../kit/dialog";
import { Icon } from "../kit/icon";
import { useWorking } from "../kit/working";
import { capital, exerciseName, w } from "../language";
import { board } from "../live";
import { weightWished } from "../training";

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function ExerciseDialog({ close }: { close: () => void }) {
  const all = useSignal<ExerciseInfo[]>([]);
  const wanted = useSignal("");
  const { problem, run } = useWorking();
  const words = w.value.athlete;
  useEffect(() => void run(async () => (all.value = await api.exercises())), []);
  const choose = async (name: string) => {
    if (await run(() => api.command("exercise", name))) close();
  };
  const shown = all.value.filter(({ name }) => plain(`${exerciseName(name)} ${name}`).includes(plain(wanted.value)));
  return (
    <Dialog title={words.exercise} close={close} wide>
      <div class="row">
        <button class="button primary" type="button" onClick={() => void choose("auto")}><Icon name="camera" />{words.auto}</button>
        <label class="field grow"><span class="visually-hidden">{words.search}</span>
          <input type="search" placeholder={words.search} value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
        </label>
        <Weight />
      </div>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <ul class="tiles">
        {shown.map(({ name, holds }) => (
          <li key={name}>
            <button class="button" type="button" aria-pressed={board.value?.exercise?.name === name} onClick={() => void choose(name)}>
              {capital(exerciseName(name))}{holds && <Icon name="timer" size={18} />}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Weight() {
  const { problem, run } = useWorking();
  const words = w.value.athlete;
  return (
    <label class="field weight"><span>{words.weight}</span>
      <input type="number" inputMode="decimal" min="0" max="600" step="0.5" value={weightWished.value} onChange={(event) => void run(() => api.command("load_kg", event.currentTarget.value || "0"))} />
      {problem.value && <span class="problem" role="alert">{problem.value}</span>}
    </label>
  );
}
