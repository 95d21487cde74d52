/* Goals and how far they are -> a list with bars. Refuses to know: how that was counted. */

import type { Progress } from "../api";
import { goalInWords } from "../clinician/goals";
import { Icon } from "../kit/icon";
import { number } from "../language";
import { progressWords } from "./words";

export function GoalList({ goals }: { goals: Progress["goals"] }) {
  const words = progressWords();
  return (
    <section class="card" aria-labelledby="goal-list-title">
      <h3 id="goal-list-title">{words.goals}</h3>
      {goals.length === 0 && <p class="hint">{words.goalsNone}</p>}
      <ul class="goal-list">
        {goals.map((goal) => {
          const done = goal.done >= goal.target;
          return (
            <li key={goalInWords(goal)}>
              <span>{goalInWords(goal)}</span>
              <span class={done ? "reached" : ""}>
                {done && <Icon name="check" size={18} />} {words.done(number(goal.done), number(goal.target))} {done && <span class="visually-hidden">{words.reached}</span>}
              </span>
              <progress max={goal.target} value={Math.min(goal.done, goal.target)} aria-label={goalInWords(goal)} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
