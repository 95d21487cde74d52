/* A clinician's wishes -> commands: session, person, exercise, weight, recording, cues. Refuses to know: what comes of them. */

import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { api, type ExerciseInfo, type Person, type Problem } from "../api";
import { Icon } from "../kit/icon";
import { Menu } from "../kit/menu";
import { capital, duration, exerciseName } from "../language";
import { board } from "../live";
import { weightWished } from "../training";
import { StandingKnees } from "./standing_knees";
import { clinicianWords } from "./words";

const CHANNELS = ["sound", "voice", "haptics", "light"] as const;
const MOST_KG = 600;

interface Shown {
  people: Person[];
  exercises: ExerciseInfo[];
  children: ComponentChildren;
}

export function Controls({ people, exercises, children }: Shown) {
  const words = clinicianWords();
  const problem = useSignal("");
  const order = (name: string, value: string): void => {
    problem.value = "";
    api.command(name, value).catch((failure: Problem) => (problem.value = failure.message));
  };
  return (
    <section class="card desk-controls" aria-label={words.session}>
      <StartStop order={order} />
      <PersonChoice people={people} order={order} />
      <ExerciseChoice exercises={exercises} order={order} />
      <Weight order={order} />
      <div class="field">
        <span>{words.recording}</span>
        <Switch name="recording" label={words.recording} state={recordingState()} order={order} bare />
      </div>
      <Menu label={words.cues} kind="switches-list">
        {CHANNELS.map((channel) => (
          <Switch key={channel} name={channel} label={words.channel[channel]} state={switchState(channel)} order={order} />
        ))}
        {(board.value?.health?.worn.length ?? 0) > 0 && (
          <button type="button" class="button small" onClick={() => order("align", "start")}>{words.align}</button>
        )}
      </Menu>
      <StandingKnees order={order} />
      {children}
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
    </section>
  );
}

interface Ordering {
  order: (name: string, value: string) => void;
}

function StartStop({ order }: Ordering) {
  const words = clinicianWords();
  const started = useComputed(() => board.value?.session?.started_at ?? null).value;
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const running = started !== null;
  return (
    <div class="start-stop">
      <button type="button" class={`button ${running ? "danger" : "primary"}`} onClick={() => order("session", running ? "stop" : "start")}>
        <Icon name={running ? "stop" : "play"} /> {running ? words.stop : words.start}
      </button>
      <p class="hint">{running ? words.running(duration(now.value / 1000 - started)) : words.notRunning}</p>
    </div>
  );
}

function PersonChoice({ people, order }: Ordering & { people: Person[] }) {
  const words = clinicianWords();
  return (
    <label class="field">
      <span>{words.person}</span>
      <select value={board.value?.person?.id ?? ""} onChange={(event) => order("person", event.currentTarget.value)}>
        <option value="">{words.guest}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>{person.name}</option>
        ))}
      </select>
    </label>
  );
}

function ExerciseChoice({ exercises, order }: Ordering & { exercises: ExerciseInfo[] }) {
  const words = clinicianWords();
  const chosen = useComputed(() => board.value?.wishes.exercise ?? "auto").value;
  const named = exercises.map(({ name }) => [name, capital(exerciseName(name))] as const).sort((a, b) => a[1].localeCompare(b[1]));
  return (
    <label class="field">
      <span>{words.exercise}</span>
      <select value={chosen} onChange={(event) => order("exercise", event.currentTarget.value)}>
        <option value="auto">{words.auto}</option>
        {named.map(([name, label]) => (
          <option key={name} value={name}>{label}</option>
        ))}
      </select>
    </label>
  );
}

function Weight({ order }: Ordering) {
  return (
    <label class="field">
      <span>{clinicianWords().load}</span>
      <input
        type="number" inputMode="decimal" min={0} max={MOST_KG} step={0.5} value={weightWished.value} placeholder="0"
        onChange={(event) => event.currentTarget.checkValidity() && order("load_kg", event.currentTarget.value || "0")}
      />
    </label>
  ); // prettier-ignore
}

interface SwitchShown extends Ordering {
  name: string;
  label: string;
  state: string | undefined;
  /** Its label is written beside it already. */
  bare?: boolean;
}

/** Two buttons; neither is pressed while nobody knows. */
function Switch({ name, label, state, order, bare = false }: SwitchShown) {
  const words = clinicianWords();
  return (
    <div class="switch" role="group" aria-label={label}>
      {!bare && <span>{label}</span>}
      {(["on", "off"] as const).map((value) => (
        <button key={value} type="button" aria-pressed={state === value} onClick={() => order(name, value)}>
          <span class="visually-hidden">{label} </span>
          {words[value]}
        </button>
      ))}
    </div>
  );
}

/** As the box has it, whoever turned it. */
function switchState(channel: (typeof CHANNELS)[number]): string | undefined {
  const now = board.value?.switches;
  return now && (now[channel] > 0 ? "on" : "off");
}

/** While no session is on, it is only known where somebody wished it. */
function recordingState(): string | undefined {
  const health = board.value?.health;
  return health && board.value?.session ? (health.recording ? "on" : "off") : (board.value?.wishes.recording ?? undefined);
}
