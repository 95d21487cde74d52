/* Repetitions as they are counted -> how far each went, how fast, and how good it was. Refuses to know: where they come from. */

import type { Rep } from "../api";
import { Bars } from "../charts/bars";
import { ChartFrame, type Table } from "../charts/chart_box";
import { chartWords } from "../charts/words";
import { capital, exerciseName, faultName, number } from "../language";
import { clinicianWords } from "./words";

interface Shown {
  reps: readonly Rep[];
  picked?: number | null;
  onPick?: (rep: Rep) => void;
}

/** Bars of the range; the same with everything else as a table. */
export function Ranges({ reps, picked, onPick }: Shown) {
  const words = clinicianWords();
  const most = Math.max(60, ...reps.map((rep) => rep.range_deg)) * 1.15;
  const bars = reps.map((rep) => ({
    key: String(rep.number), label: String(rep.number), value: rep.range_deg, colour: rep.good ? ("good" as const) : ("warn" as const), title: inWords(rep),
  })); // prettier-ignore
  const pick = onPick && ((key: string): void => onPick(reps.find((rep) => String(rep.number) === key)!));
  const good = reps.filter((rep) => rep.good).length;
  return (
    <ChartFrame title={words.repetitions} summary={`${words.repetitions}: ${words.count(good, reps.length)}`} curves={[]} unit="°" table={() => repTable(reps)} role={onPick ? "group" : "img"}>
      {reps.length ? (
        <Bars bars={bars} most={most} unit="°" valued summary={words.repetitions} picked={picked == null ? null : String(picked)} {...(pick ? { onPick: pick } : {})} />
      ) : (
        <p class="hint">{words.repetitionsEmpty}</p>
      )}
    </ChartFrame>
  );
}

/** `3: squat, 77°, good`. */
export function inWords(rep: Rep): string {
  const how = rep.faults.map(faultName).join(", ") || (rep.good ? clinicianWords().good : clinicianWords().toImprove);
  const side = rep.side === "both" ? "" : `, ${chartWords()[rep.side]}`;
  return `${rep.number}: ${exerciseName(rep.exercise)}${side}, ${number(rep.range_deg)}°, ${how}`;
}

export function repTable(reps: readonly Rep[]): Table {
  const words = clinicianWords();
  const rows = reps.map((rep) => [
    String(rep.number),
    capital(exerciseName(rep.exercise)),
    rep.side === "both" ? "" : chartWords()[rep.side],
    `${number(rep.range_deg)}°`,
    rep.tempo_s.map((part) => number(part, 1)).join(" – "),
    number(rep.score),
    rep.faults.map(faultName).join(", ") || (rep.good ? words.good : words.toImprove),
  ]);
  return { head: [words.number, words.exercise, words.side, words.range, `${words.tempo} (s)`, words.score, words.faults], rows };
}

/** Each repetition's three parts, in seconds, on one scale. */
export function Tempos({ reps }: { reps: readonly Rep[] }) {
  const words = clinicianWords();
  if (!reps.length) return null;
  const longest = Math.max(2, ...reps.map((rep) => rep.tempo_s.reduce((sum, part) => sum + part, 0)));
  return (
    <figure class="tempos">
      <figcaption>
        <h3>{words.tempo}</h3>
        <span class="hint">{words.tempoNote}</span>
      </figcaption>
      <ol tabIndex={0} aria-label={words.tempo}>
        {reps.map((rep) => (
          <li key={rep.number} aria-label={`${rep.number}: ${rep.tempo_s.map((part) => number(part, 1)).join(", ")}`}>
            <b>{rep.number}</b>
            <span class="tempo-room">
              {rep.tempo_s.map((part, i) => (
                <span key={i} class={`tempo-part p${i}`} style={{ width: `${(100 * part) / longest}%` }} />
              ))}
            </span>
            <span class="tempo-text">{rep.tempo_s.map((part) => number(part, 1)).join(" – ")}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
