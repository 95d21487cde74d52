/* The sessions that are kept -> a list to play, compare and report from. Refuses to know: what was measured in them. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { may } from "../access";
import { api, type ExerciseCount, type Person, type Problem, type SessionSummary } from "../api";
import { Icon } from "../kit/icon";
import { capital, duration, exerciseName, moment, number } from "../language";
import { go, place } from "../router";
import { sessionWords } from "./words";
import "./sessions.css";

const PAGE = 30;
const PLAYABLE = new Set(["whole", "cut_off"]);

export function SessionsList() {
  const words = sessionWords();
  const person = place.value.query.get("person") ?? "";
  const people = useSignal<Person[]>([]);
  const sessions = useSignal<SessionSummary[] | null>(null);
  const complete = useSignal(true);
  const problem = useSignal("");
  const ticked = useSignal<string[]>([]);
  const load = async (before?: number): Promise<void> => {
    try {
      const found = await api.sessions({ ...(person ? { person } : {}), ...(before ? { before } : {}), limit: PAGE });
      sessions.value = before ? [...(sessions.peek() ?? []), ...found] : found;
      complete.value = found.length < PAGE;
    } catch (failure) {
      problem.value = (failure as Problem).message;
    }
  };
  useEffect(() => {
    [sessions.value, problem.value, ticked.value] = [null, "", []];
    void load();
  }, [person]);
  useEffect(() => {
    api.people().then(
      (found) => (people.value = found),
      () => undefined, // names are a comfort: without them the list shows who by nothing
    );
  }, []);
  const tick = (id: string): void => {
    ticked.value = ticked.value.includes(id) ? ticked.value.filter((one) => one !== id) : [...ticked.value, id].slice(-2);
  };
  const names = new Map(people.value.map((one) => [one.id, one.name]));
  return (
    <div class="sessions">
      <header class="view-head">
        <h1>{words.title}</h1>
        {may("clinician") && <Whose people={people.value} person={person} />}
        {(sessions.value?.length ?? 0) > 1 && <SideBySide ticked={ticked.value} />}
      </header>
      {problem.value && <p class="banner bad" role="alert">{problem.value}</p>}
      {!sessions.value && !problem.value && <div class="loading" aria-busy="true" />}
      {sessions.value?.length === 0 && <p class="empty">{person ? words.emptyOf : words.empty}</p>}
      <ul class="session-list">
        {sessions.value?.map((session) => (
          <Line key={session.id} session={session} name={names.get(session.person_id) ?? words.guest} ticked={ticked.value.includes(session.id)} onTick={tick} />
        ))}
      </ul>
      {!complete.value && (
        <button type="button" class="button" onClick={() => void load(sessions.value?.at(-1)?.started_at)}>{words.more}</button>
      )}
    </div>
  );
}

function Whose({ people, person }: { people: Person[]; person: string }) {
  const words = sessionWords();
  return (
    <label class="field inline">
      <span>{words.of}</span>
      <select value={person} onChange={(event) => go(event.currentTarget.value ? `playback?person=${event.currentTarget.value}` : "playback")}>
        <option value="">{words.everybody}</option>
        {people.map((one) => (
          <option key={one.id} value={one.id}>{one.name}</option>
        ))}
      </select>
    </label>
  );
}

function SideBySide({ ticked }: { ticked: string[] }) {
  const words = sessionWords();
  const [one, other] = ticked;
  return (
    <div class="row">
      {one && other ? (
        <a class="button primary small" href={`#/playback/${one}?beside=${other}`}>
          <Icon name="playback" size={20} /> {words.sideBySide}
        </a>
      ) : (
        <p class="hint">{words.pickTwo}</p>
      )}
    </div>
  );
}

interface LineShown {
  session: SessionSummary;
  name: string;
  ticked: boolean;
  onTick: (id: string) => void;
}

function Line({ session, name, ticked, onTick }: LineShown) {
  const words = sessionWords();
  const when = moment(session.started_at);
  const state = words.state[session.recording];
  const judged = session.reps - session.unjudged;
  const playable = PLAYABLE.has(session.recording);
  return (
    <li class="card session">
      <div class="session-when">
        <b>{when}</b>
        <span>{name}</span>
        {!session.clock_trusted && <span class="doubt"><Icon name="warn" size={16} /> {words.clockDoubted}</span>}
      </div>
      <div class="session-what">
        <span>{session.exercises.map(inWords).join(" · ") || words.nothingDone}</span>
        {session.unjudged > 0 && <small>{words.unjudged(session.unjudged)}</small>}
        {state && <span class={`doubt ${session.recording}`}><Icon name={session.recording === "running" ? "record" : "warn"} size={16} /> {state}</span>}
      </div>
      <dl class="session-figures">
        <div><dt>{words.good}</dt><dd>{judged ? `${session.good} / ${judged}` : "–"}</dd></div>
        <div><dt>{words.score}</dt><dd>{session.score === null ? "–" : number(session.score)}</dd></div>
        <div><dt>{words.length}</dt><dd>{duration(session.duration_s)}</dd></div>
      </dl>
      <div class="session-doing">
        {playable && (
          <label class="tick-box">
            <input type="checkbox" checked={ticked} aria-label={words.compareOf(when)} onChange={() => onTick(session.id)} /> {words.compare}
          </label>
        )}
        <a class="button small" href={`#/playback/${session.id}`} aria-label={words.playOf(when)}>
          <Icon name="play" size={20} /> {words.play}
        </a>
      </div>
    </li>
  ); // prettier-ignore
}

function inWords(done: ExerciseCount): string {
  const name = capital(exerciseName(done.exercise));
  return done.reps ? `${name} ${done.reps}` : `${name}, ${sessionWords().held(number(done.held_s))}`;
}
