/* Repetitions as they are counted -> how far each went, how fast, and how good it was. Refuses to know: where they come from. */

import type { Rep } from "../api";
import { Bars } from "../charts/bars";
import { ChartFrame, type Table } from "../charts/chart_box";
import { chartWords } from "../charts/words";
import { capital, exerciseName, faultName, number } from "../language";
import { inkOf, tally } from "../judged";
import { clinicianWords } from "./words";

interface Shown {
  reps: readonly Rep[];
  picked?: number | null;
  onPick?: (rep: Rep) => void;
}

/** Bars of the range; the same with everything else as a table. */
export function Ranges({ reps, picked, onPick }: Shown) {
  const words = clinicianWords();
  const most = Math.max(60, ...reps.map((rep) => rep.range_deg ?? 0)) * 1.15;
  const bars = reps.map((rep) => ({
    key: String(rep.number), label: String(rep.number), value: rep.range_deg, colour: inkOf(rep.good), title: inWords(rep),
  })); // prettier-ignore
  const pick = onPick && ((key: string): void => onPick(reps.find((rep) => String(rep.number) === key)!));
  return (
    <ChartFrame title={words.repetitions} summary={`${words.repetitions}: ${words.count(...tally(reps), reps.length)}`} curves={[]} unit="°" table={() => repTable(reps)} role={onPick ? "group" : "img"}>
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
  const side = rep.side === "both" ? "" : `, ${chartWords()[rep.side]}`;
  return [`${rep.number}: ${exerciseName(rep.exercise)}${side}`, ...(rep.range_deg === null ? [] : [degrees(rep.range_deg)]), verdict(rep)].join(", ");
}

function verdict(rep: Rep): string {
  const words = clinicianWords();
  return rep.faults.map(faultName).join(", ") || (rep.good === null ? words.unjudged : rep.good ? words.good : words.toImprove);
}

const degrees = (value: number | null): string => (value === null ? "–" : `${number(value)}°`);

export function repTable(reps: readonly Rep[]): Table {
  const words = clinicianWords();
  const rows = reps.map((rep) => [
    String(rep.number),
    capital(exerciseName(rep.exercise)),
    rep.side === "both" ? "" : chartWords()[rep.side],
    degrees(rep.range_deg),
    rep.tempo_s.map((part) => number(part, 1)).join(" – "),
    rep.score === null ? "–" : number(rep.score),
    verdict(rep),
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
