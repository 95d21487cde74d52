/* The daemon's health, live -> its numbers with two minutes of their past. Refuses to know: checks, logs, configuration. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Sparkline } from "../charts/sparkline";
import { Said } from "../kit/said";
import { capital, number, say, told } from "../language";
import { board, type Health } from "../live";
import { technicianWords } from "./words";

const KEPT = 120;
const EVERY_MS = 1000;

interface Gauge {
  name: "fps" | "answer" | "answer95" | "cue";
  unit: string;
  digits: number;
  read: (health: Health) => number | null;
}

const GAUGES: Gauge[] = [
  { name: "fps", unit: "", digits: 1, read: (health) => health.fps },
  { name: "answer", unit: " ms", digits: 0, read: (health) => health.answer_ms.p50_ms },
  { name: "answer95", unit: " ms", digits: 0, read: (health) => health.answer_ms.p95_ms },
  { name: "cue", unit: " ms", digits: 0, read: (health) => health.cue_ms.p95_ms },
];

export function Rates() {
  const words = technicianWords();
  const past = useSignal<(number | null)[][]>(GAUGES.map(() => []));
  useEffect(() => {
    const look = (): void => {
      const health = board.peek()?.health;
      past.value = past.peek().map((values, i) => [...values.slice(1 - KEPT), health ? GAUGES[i]!.read(health) : null]);
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const health = board.value?.health;
  return (
    <section class="card" aria-labelledby="rates-title">
      <h2 id="rates-title">{words.rates}</h2>
      <div class="rates">
        {GAUGES.map((gauge, i) => (
          <Rate key={gauge.name} gauge={gauge} values={past.value[i]!} />
        ))}
        <dl class="rate"><dt>{words.frames}</dt><dd>{health ? number(health.frames) : "–"}</dd></dl>
        <dl class="rate"><dt>{words.lost}</dt><dd>{health ? number(health.lost_frames) : "–"}</dd></dl>
      </div>
      {health?.recording && board.value?.session && <p class="hint">{words.recording} {health.recording}</p>}
    </section>
  ); // prettier-ignore
}

function Rate({ gauge, values }: { gauge: Gauge; values: (number | null)[] }) {
  const words = technicianWords();
  const newest = values.at(-1) ?? null;
  const text = newest === null ? words.notMeasured : `${number(newest, gauge.digits)}${gauge.unit}`;
  return (
    <dl class="rate">
      <dt>{words[gauge.name]}</dt>
      <dd class={newest === null ? "none" : ""}>{text}</dd>
      {newest !== null && <dd class="past"><Sparkline values={values} room={KEPT} label={words.measured(text)} /></dd>}
    </dl>
  ); // prettier-ignore
}

/** A place may name its side already. */
function placeOf({ side, where }: Health["worn"][number]): string {
  const place = side && where.startsWith(`${side}_`) ? where.slice(side.length + 1) : where;
  return [capital(say(`place.${place}`)), side && say(`side.${side}`)].filter(Boolean).join(", ");
}

/** Sources that came and left, worn sensors, and what is gone without. */
export function Links() {
  const words = technicianWords();
  const health = board.value?.health;
  if (!health) return null;
  return (
    <section class="card" aria-labelledby="links-title">
      <h2 id="links-title">{words.links}</h2>
      {health.links.length === 0 && <p class="hint">{words.linksNone}</p>}
      <ul class="findings">
        {health.links.map(({ source, link, reason }) => (
          <li key={source} class={link ? "ok" : "issue"}><b>{capital(say(`source.${source}`))}</b> <Said text={link ? words.there : `${words.away}${reason.error ? `: ${told(reason)}` : ""}`} /></li>
        ))}
        {health.worn.map((worn) => (
          <li key={worn.where} class={worn.late_ms ? "ok" : "info"}>
            <b>{placeOf(worn)}</b> {worn.guided ? words.guided : worn.late_ms ? words.late(...worn.late_ms) : words.notAligned}
          </li>
        ))}
        {health.troubles.map((trouble) => (
          <li key={trouble.error} class="warning"><Said text={told(trouble)} /></li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}
