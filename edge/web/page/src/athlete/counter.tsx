/** The big number: repetitions, how many were good, how the last one was; for holds, the time held. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { Icon, type IconName } from "../kit/icon";
import { duration, w } from "../language";
import { board, frame, type Grade } from "../live";
import { beads, lastFaults } from "../training";

const ICONS: Record<Grade, IconName> = { green: "check", orange: "warn", grey: "pause" };
const MOST_BEADS = 20;
const gradeOf = (good: boolean | null): Grade => (good === null ? "grey" : good ? "green" : "orange");

export function Counter() {
  const shown = board.value;
  const grade = shown?.grade ?? "grey";
  const words = w.value.athlete;
  return (
    <section class={`counter card ${grade}`} aria-label={words.counter}>
      <p class="grade"><Icon name={ICONS[grade]} size={30} />{words.grades[grade]}</p>
      {grade === "orange" && lastFaults.value && <p class="what">{lastFaults.value}</p>}
      {shown?.hold ? <HoldTimer since={shown.hold.since} /> : <Count reps={shown?.reps ?? 0} good={shown?.good ?? 0} />}
      <Beads />
    </section>
  );
}

function Count({ reps, good }: { reps: number; good: number }) {
  const words = w.value.athlete;
  return (
    <div class="count" role="status" style={{ "--digits": String(reps).length }}>
      <p class="all"><strong key={reps}>{reps}</strong><span>{words.reps(reps)}</span></p>
      <p class="good"><Icon name="check" size={40} /><strong>{good}</strong><span>{words.good(good)}</span></p>
    </div>
  );
}

/** Seconds of the samples' own clock, so that the timer stands when the picture does. */
function HoldTimer({ since }: { since: number }) {
  const held = useSignal(0);
  useEffect(() => {
    const look = () => (held.value = Math.max(0, Math.floor((frame()?.t ?? since) - since)));
    look();
    const timer = setInterval(look, 200);
    return () => clearInterval(timer);
  }, [since]);
  return (
    <div class="count" role="timer" aria-label={w.value.athlete.held} style={{ "--digits": duration(held.value).length }}>
      <p class="all"><strong>{duration(held.value)}</strong><span>{w.value.athlete.held}</span></p>
    </div>
  );
}

function Beads() {
  const words = w.value.athlete;
  const shown = beads.value.slice(-MOST_BEADS);
  if (!shown.length) return null;
  return (
    <ol class="beads" aria-label={words.set}>
      {shown.map((good, index) => (
        <li key={index} class={good === null ? "plain" : good ? "good" : "off"}>
          <Icon name={ICONS[gradeOf(good)]} size={18} />
          <span class="visually-hidden">{good === null ? words.unjudged : words.grades[gradeOf(good)]}</span>
        </li>
      ))}
    </ol>
  );
}
