/** A person's progress over months, mounted by the router. */
import { useSignal } from "@preact/signals";
import { api, type Person } from "../api";
import { go, place } from "../router";
import { useAnswer } from "../sessions/answer";
import { PersonPapers } from "../sessions/papers";
import { Trends } from "./trends";
import { progressWords } from "./words";
import "../sessions/sessions.css";
import "../clinician/clinician.css";
import "./progress.css";

const SPANS = ["30", "90", "180", "0"];
const FIRST_SPAN = "180";

export function ProgressView() {
  const words = progressWords();
  const id = place.value.rest[0] ?? "";
  const days = useSignal(FIRST_SPAN);
  const { answer: people, problem } = useAnswer(api.people, []);
  return (
    <>
      <header class="view-head">
        <h1>{words.title}</h1>
        <label class="field inline">
          <span>{words.person}</span>
          <select value={id} onChange={(event) => go(`progress/${event.currentTarget.value}`)}>
            <option value="">{words.pick}</option>
            {people?.map((person) => (
              <option key={person.id} value={person.id}>{person.name}</option>
            ))}
          </select>
        </label>
        <div class="spans" role="group" aria-label={words.span}>
          {SPANS.map((span) => (
            <button key={span} type="button" class="button small" aria-pressed={days.value === span} onClick={() => (days.value = span)}>
              {words.spans[span]}
            </button>
          ))}
        </div>
        {id && <PersonPapers id={id} />}
      </header>
      {problem && <p class="banner bad" role="alert">{problem}</p>}
      {id ? <OnePerson key={id} id={id} days={Number(days.value)} /> : <Nobody people={people} />}
    </>
  ); // prettier-ignore
}

function Nobody({ people }: { people: Person[] | null }) {
  const words = progressWords();
  if (!people) return null;
  if (!people.length) return <p class="empty">{words.nobody}</p>;
  return (
    <div class="empty">
      <p>{words.choose}</p>
      <div class="row">
        {people.map((person) => (
          <a key={person.id} class="button" href={`#/progress/${person.id}`}>{person.name}</a>
        ))}
      </div>
    </div>
  ); // prettier-ignore
}

function OnePerson({ id, days }: { id: string; days: number }) {
  const { answer, problem } = useAnswer(() => api.progress(id), [id]);
  if (problem) return <p class="empty" role="alert">{problem}</p>; // prettier-ignore
  if (!answer) return <div class="loading" aria-busy="true" />;
  return <Trends id={id} progress={answer} days={days} />;
}
