/* Knees that were measured while somebody stands -> the box, which learns from them how sensors on the legs lie. Refuses to know: angles. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Menu } from "../kit/menu";
import { number } from "../language";
import { board } from "../live";
import { clinicianWords } from "./words";

const LEGS = ["thigh", "shank"];
const LEAST_DEG = -15;
const MOST_DEG = 40;
const STAND_MS = 10_000;
const ENOUGH_S = 1;

/** at: when somebody was asked to stand, in that session. over: the time they had for it is. */
type Asked = { at: number; session: string | undefined; over: boolean } | null;

interface Ordering {
  order: (name: string, value: string) => void;
}

export function StandingKnees({ order }: Ordering) {
  const words = clinicianWords();
  const asked = useSignal<Asked>(null);
  useEffect(() => {
    const timer = setTimeout(() => asked.value && (asked.value = { ...asked.value, over: true }), STAND_MS);
    return () => clearTimeout(timer);
  }, [asked.value?.at]);
  if (!board.value?.health?.worn.some(({ where }) => LEGS.some((part) => where.endsWith(part)))) return null;
  const tell = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    order("stand", `${given.get("right")} ${given.get("left")}`);
    asked.value = { at: Date.now(), session: board.value?.session?.id, over: false };
  };
  return (
    <Menu label={words.knees} kind="knees-card">
      <form class="standing-knees" onSubmit={tell}>
        <p class="hint">{words.kneesNote}</p>
        <Knee name="right" label={words.kneeRight} />
        <Knee name="left" label={words.kneeLeft} />
        <button type="submit" class="button primary" disabled={!board.value.session}>{words.kneesNow}</button>
        {!board.value.session && <p class="hint">{words.kneesFirst}</p>}
        {asked.value && asked.value.session === board.value.session?.id && <Answer over={asked.value.over} stoodS={board.value.health.stood_s ?? 0} />}
      </form>
    </Menu>
  );
}

/** The seconds are not read aloud as they pass; what came of them is. */
function Answer({ over, stoodS }: { over: boolean; stoodS: number }) {
  const words = clinicianWords();
  const seconds = number(Math.floor(stoodS));
  return (
    <>
      <p role="status">{!over ? words.kneesStand : stoodS < ENOUGH_S ? words.kneesMissed : words.kneesTaken(seconds)}</p>
      {!over && <p role="timer">{words.kneesStood(seconds)}</p>}
    </>
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
