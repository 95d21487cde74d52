/** The small figures beside the counter: form score, heart. */
import { Icon } from "../kit/icon";
import { Ring } from "../kit/ring";
import { w } from "../language";
import { board } from "../live";

export function Score() {
  const words = w.value.athlete;
  return (
    <section class="figure card">
      <h2>{words.score}</h2>
      <Ring value={board.value?.score ?? null} label={words.score} />
    </section>
  );
}

/** A watch tells late: the trend is shown, and how old the number is. */
export function Heart() {
  const heart = board.value?.heart;
  const words = w.value.athlete;
  return (
    <section class={`figure card heart ${heart ? "" : "away"}`}>
      <h2><Icon name="heart" size={22} />{words.heart}</h2>
      {heart && <p class="bpm"><strong>{Math.round(heart.bpm)}</strong><span>{words.bpm}</span></p>}
      {heart && <Trend points={heart.trend ?? []} />}
      <p class="hint">{heart ? [heart.zone === null ? "" : words.zone(heart.zone), words.ago(Math.round(heart.age_s))].filter(Boolean).join(" · ") : words.noWatch}</p>
    </section>
  );
}

/** points: [seconds ago, beats a minute], oldest first. */
function Trend({ points }: { points: readonly (readonly [number, number])[] }) {
  if (points.length < 2) return null;
  const [longest, bpms] = [Math.max(...points.map(([ago]) => ago), 60), points.map(([, bpm]) => bpm)];
  const [low, high] = [Math.min(...bpms) - 4, Math.max(...bpms) + 4];
  const path = points.map(([ago, bpm]) => `${(100 * (1 - ago / longest)).toFixed(1)},${(30 - (28 * (bpm - low)) / (high - low)).toFixed(1)}`).join(" ");
  return <svg class="trend" viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true"><polyline points={path} vector-effect="non-scaling-stroke" /></svg>;
}
