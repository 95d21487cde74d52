/** Over the stage: what is being done, that somebody is waited for, or why nobody can be seen. */
import { w } from "../language";
import { board, lost, somebody } from "../live";
import { doing, safeMode } from "../training";

export function Headline() {
  const words = w.value.athlete;
  const blind = blindness();
  const now = lost.value ? null : doing.value;
  return <p class={`headline ${now ? "" : "idle"}`} role="status">{now ?? blind ?? (somebody.value ? words.ready : words.waiting)}</p>;
}

/** Why the box sees nobody, whoever stands before it; null while it can. */
export function blindness(): string | null {
  if (lost.value) return w.value.shell.lost;
  if (safeMode.value) return w.value.athlete.nothingOpen;
  const camera = board.value?.health?.links.find(({ source }) => source === "camera");
  return camera && !camera.link ? w.value.athlete.blind : null;
}
