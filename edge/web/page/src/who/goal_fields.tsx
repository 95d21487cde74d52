/** What somebody works towards: an exercise, a measure, a target; as many as they like. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, type ExerciseInfo, type Goal } from "../api";
import { Icon } from "../kit/icon";
import { capital, exerciseName, w } from "../language";

const MEASURES: readonly Goal["measure"][] = ["sessions_a_week", "repetitions_a_week", "range_deg"];
const FIRST: Goal = { exercise: "", measure: "sessions_a_week", target: 3 };
const MOST = 20;

export function GoalFields({ goals, change }: { goals: Goal[]; change: (goals: Goal[]) => void }) {
  const exercises = useSignal<ExerciseInfo[]>([]);
  useEffect(() => void api.exercises().then((all) => (exercises.value = all), () => undefined), []);
  const words = w.value.who;
  const replace = (index: number, part: Partial<Goal>) => change(goals.map((goal, k) => (k === index ? { ...goal, ...part } : goal)));
  return (
    <fieldset class="goals">
      <legend>{words.goals}</legend>
      {goals.map((goal, index) => (
        <div class="goal" key={index}>
          <label class="field"><span>{words.goalExercise}</span>
            <select value={goal.exercise} onChange={(event) => replace(index, { exercise: event.currentTarget.value })}>
              <option value="">{words.anyExercise}</option>
              {exercises.value.map(({ name }) => <option key={name} value={name}>{capital(exerciseName(name))}</option>)}
            </select>
          </label>
          <label class="field"><span>{words.goalTarget}</span>
            <input type="number" required min="1" max="10000" value={goal.target} onChange={(event) => replace(index, { target: Number(event.currentTarget.value) })} />
          </label>
          <label class="field"><span>{words.goalMeasure}</span>
            <select value={goal.measure} onChange={(event) => replace(index, { measure: event.currentTarget.value as Goal["measure"] })}>
              {MEASURES.map((measure) => <option key={measure} value={measure}>{words.measures[measure]}</option>)}
            </select>
          </label>
          <button class="quiet" type="button" aria-label={words.removeGoal} onClick={() => change(goals.filter((_, k) => k !== index))}><Icon name="close" /></button>
        </div>
      ))}
      {goals.length < MOST && <button class="button" type="button" onClick={() => change([...goals, FIRST])}><Icon name="plus" />{words.addGoal}</button>}
    </fieldset>
  );
}
