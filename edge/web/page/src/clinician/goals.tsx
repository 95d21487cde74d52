/* A person's goals <-> the API. Refuses to know: how far they are reached. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, type ExerciseInfo, type Goal, type Problem } from "../api";
import { Icon } from "../kit/icon";
import { capital, exerciseName, number } from "../language";
import { clinicianWords } from "./words";

const MEASURES = ["repetitions_a_week", "sessions_a_week", "range_deg"] as const;

export const goalInWords = (goal: Goal): string => {
  const words = clinicianWords();
  const what = goal.exercise ? exerciseName(goal.exercise) : words.anyExercise;
  return `${capital(what)}: ${number(goal.target)} ${words.measure[goal.measure] ?? goal.measure}`;
};

export function Goals({ person, exercises }: { person: string; exercises: ExerciseInfo[] }) {
  const words = clinicianWords();
  const goals = useSignal<Goal[] | null>(null);
  const problem = useSignal("");
  const adding = useSignal(false);
  useEffect(() => {
    goals.value = null;
    api.person(person).then(
      (found) => (goals.value = found.goals ?? []),
      (failure: Problem) => (problem.value = failure.message),
    );
  }, [person]);
  const keep = (wanted: Goal[]): void => {
    problem.value = "";
    api.changePerson(person, { goals: wanted }).then(
      () => ((goals.value = wanted), (adding.value = false)),
      (failure: Problem) => (problem.value = failure.message),
    );
  };
  const have = goals.value;
  return (
    <section class="card goal-card" aria-labelledby="goals-title">
      <h2 id="goals-title">{words.goals}</h2>
      {have?.length === 0 && !adding.value && <p class="hint">{words.goalsNone}</p>}
      <ul>
        {have?.map((goal) => (
          <li key={goalInWords(goal)}>
            <Icon name="goal" size={20} /> <span>{goalInWords(goal)}</span>
            <button type="button" class="quiet" aria-label={words.removeGoal(goalInWords(goal))} onClick={() => keep(have.filter((one) => one !== goal))}>
              <Icon name="close" size={18} />
            </button>
          </li>
        ))}
      </ul>
      {adding.value && have && <NewGoal exercises={exercises} onAdd={(goal) => keep([...have, goal])} onCancel={() => (adding.value = false)} />}
      {!adding.value && have && (
        <button type="button" class="button small" onClick={() => (adding.value = true)}>
          <Icon name="plus" size={20} /> {words.addGoal}
        </button>
      )}
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
    </section>
  );
}

interface Asked {
  exercises: ExerciseInfo[];
  onAdd: (goal: Goal) => void;
  onCancel: () => void;
}

function NewGoal({ exercises, onAdd, onCancel }: Asked) {
  const words = clinicianWords();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    onAdd({ exercise: String(said.get("exercise")), measure: String(said.get("measure")) as Goal["measure"], target: Number(said.get("target")) });
  };
  return (
    <form class="new-goal" onSubmit={submit}>
      <label class="field">
        <span>{words.exercise}</span>
        <select name="exercise">
          <option value="">{capital(words.anyExercise)}</option>
          {exercises.map(({ name }) => (
            <option key={name} value={name}>{capital(exerciseName(name))}</option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{words.target}</span>
        <input name="target" type="number" min={1} max={10000} required inputMode="numeric" />
      </label>
      <label class="field">
        <span class="visually-hidden">{words.goals}</span>
        <select name="measure">
          {MEASURES.map((measure) => (
            <option key={measure} value={measure}>{words.measure[measure]}</option>
          ))}
        </select>
      </label>
      <div class="row">
        <button type="submit" class="button primary small">{words.save}</button>
        <button type="button" class="button small" onClick={onCancel}>{words.cancel}</button>
      </div>
    </form>
  );
}
