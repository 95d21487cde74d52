/** Somebody new, in two steps: about them and their goals; then consent, on one screen. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { api, type NewPerson as Given, type Person } from "../api";
import { useWorking } from "../kit/working";
import { language, w } from "../language";
import { AboutFields } from "./about_fields";
import { ConsentFields } from "./consent_fields";
import { GoalFields } from "./goal_fields";

const NOBODY: Given = { name: "", height_m: null, mass_kg: null, sex: null, age: null, goals: [], consent: { recording: false, phone: false }, language: "" };

export function NewPerson({ cancel, added }: { cancel: () => void; added: (person: Person) => Promise<unknown> }) {
  const given = useSignal<Given>(NOBODY);
  const asked = useSignal<"about" | "consent">("about");
  const title = useRef<HTMLHeadingElement>(null);
  const { busy, problem, run } = useWorking();
  const words = w.value.who;
  const change = (part: Partial<Given>) => (given.value = { ...given.value, ...part });
  useLayoutEffect(() => title.current?.focus(), [asked.value]);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (asked.value === "about") asked.value = "consent";
    else void run(async () => added(await api.addPerson({ ...given.value, language: language.value })));
  };
  const consenting = asked.value === "consent";
  return (
    <form class="new-person card" onSubmit={onSubmit}>
      <h1 ref={title} tabIndex={-1}>{consenting ? words.consent : words.about}</h1>
      {consenting ? (
        <ConsentFields consent={given.value.consent} change={(consent) => change({ consent })} />
      ) : (
        <>
          <AboutFields given={given.value} change={change} />
          <GoalFields goals={given.value.goals} change={(goals) => change({ goals })} />
        </>
      )}
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <div class="row end">
        <button class="button" type="button" onClick={consenting ? () => (asked.value = "about") : cancel}>{consenting ? w.value.kit.back : w.value.kit.cancel}</button>
        <button class="button primary" type="submit" disabled={busy.value}>{consenting ? words.agree : w.value.kit.next}</button>
      </div>
    </form>
  );
}
