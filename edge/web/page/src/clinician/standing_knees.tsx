/* Knees that were measured while somebody stands -> the box, which learns from them how sensors on the legs lie. Refuses to know: angles. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Menu } from "../kit/menu";
import { board } from "../live";
import { clinicianWords } from "./words";

const LEGS = ["thigh", "shank"];
const LEAST_DEG = -15;
const MOST_DEG = 40;
const STAND_MS = 10_000;

interface Ordering {
  order: (name: string, value: string) => void;
}

export function StandingKnees({ order }: Ordering) {
  const words = clinicianWords();
  const since = useSignal<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => (since.value = null), STAND_MS);
    return () => clearTimeout(timer);
  }, [since.value]);
  if (!board.value?.health?.worn.some(({ where }) => LEGS.some((part) => where.endsWith(part)))) return null;
  const tell = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    order("stand", `${given.get("right")} ${given.get("left")}`);
    since.value = Date.now();
  };
  return (
    <Menu label={words.knees} kind="knees-card">
      <form class="standing-knees" onSubmit={tell}>
        <p class="hint">{words.kneesNote}</p>
        <Knee name="right" label={words.kneeRight} />
        <Knee name="left" label={words.kneeLeft} />
        <button type="submit" class="button primary" disabled={!board.value.session}>{words.kneesNow}</button>
        {!board.value.session && <p class="hint">{words.kneesFirst}</p>}
        {since.value !== null && <p role="status">{words.kneesStand}</p>}
      </form>
    </Menu>
  );
}

function Knee({ name, label }: { name: string; label: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input type="number" inputMode="decimal" name={name} min={LEAST_DEG} max={MOST_DEG} step={0.5} required />
    </label>
  );
}
