/** Somebody who is known changes: all of them for staff, what they agreed to for whoever is here. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { may } from "../access";
import { api, type NewPerson, type Person } from "../api";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { AboutFields } from "./about_fields";
import { changeWords } from "./change_words";
import { changes, known } from "./changes";
import { ConsentFields, Tick } from "./consent_fields";
import { ErasePerson } from "./erase_person";

export function ChangePerson({ person, done }: { person: Person; done: () => void }) {
  const before = known(person, person.language ?? "");
  const given = useSignal<NewPerson>(before);
  const dropCard = useSignal(false);
  const erasing = useSignal(false);
  const title = useRef<HTMLHeadingElement>(null);
  const { busy, problem, run } = useWorking();
  const [words, staff] = [changeWords(), may("clinician")];
  const change = (part: Partial<NewPerson>) => (given.value = { ...given.value, ...part });
  useLayoutEffect(() => title.current?.focus(), []);
  const save = async () => {
    if (await run(() => api.changePerson(person.id, changes(before, given.value, dropCard.value)))) done();
  };
  return (
    <form class="new-person card" onSubmit={(event) => (event.preventDefault(), void save())}>
      <h1 ref={title} tabIndex={-1}>{staff ? words.change(person.name) : words.changeOwn}</h1>
      {staff && <AboutFields given={given.value} change={change} />}
      {staff && person.has_card && <p class="hint">{words.hasCard}</p>}
      {staff && person.has_card && <Tick label={words.dropCard} on={dropCard.value} change={(on) => (dropCard.value = on)} />}
      {staff && <p class="hint">{words.bodyLater}</p>}
      {staff && <h2>{w.value.who.consent}</h2>}
      <ConsentFields consent={given.value.consent} change={(consent) => change({ consent })} />
      <p class="hint">{words.withdrawn}</p>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <div class="row end">
        {staff && <button class="button danger apart" type="button" onClick={() => (erasing.value = true)}>{words.erase}</button>}
        <button class="button" type="button" onClick={done}>{w.value.kit.cancel}</button>
        <button class="button primary" type="submit" disabled={busy.value}>{words.save}</button>
      </div>
      {erasing.value && <ErasePerson person={person} close={(erased) => (erased ? done() : (erasing.value = false))} />}
    </form>
  );
}
