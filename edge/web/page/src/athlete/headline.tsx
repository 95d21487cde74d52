/** Over the stage: what is being done, or that somebody is waited for. */
import { w } from "../language";
import { lost, somebody } from "../live";
import { doing } from "../training";

export function Headline() {
  const words = w.value.athlete;
  const text = lost.value ? w.value.shell.lost : (doing.value ?? (somebody.value ? words.ready : words.waiting));
  return <p class={`headline ${doing.value && !lost.value ? "" : "idle"}`} role="status">{text}</p>;
}
