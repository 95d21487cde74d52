/* What deviated and what was said -> a list with times, newest first. Refuses to know: how it was found out. */

import type { Fault } from "../api";
import { Icon } from "../kit/icon";
import { capital, faultName, language, number, saidInWords } from "../language";
import { frame, type News } from "../live";
import { chartWords } from "../charts/words";
import { history } from "./told";
import { clinicianWords } from "./words";

export function Happenings() {
  const words = clinicianWords();
  const lines = history.value;
  return (
    <section class="card happenings" aria-labelledby="history-title">
      <h2 id="history-title">{words.history}</h2>
      {lines.length === 0 && <p class="hint">{words.historyEmpty}</p>}
      <ol class="event-list" tabIndex={0} aria-labelledby="history-title">
        {lines.map((line) => (
          <Line key={`${line.t} ${line.kind} ${line.text}`} line={line} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line }: { line: News }) {
  const fault = line.kind === "fault" ? (line as unknown as Fault) : null;
  return (
    <li class={`event of-${line.kind} ${fault?.severity ?? ""}`}>
      <time>{clockOf(line.t)}</time>
      <Icon name={fault ? "warn" : line.good ? "check" : "next"} size={18} />
      <span>
        <small>{clinicianWords().kind[line.kind]}</small> {fault ? faultInWords(fault) : capital(saidInWords(line))}
      </span>
    </li>
  );
}

/** `Not through the full range, 29° (large), repetition 4`. */
export function faultInWords(fault: Fault & { rep?: number | null }): string {
  const words = clinicianWords();
  const digits = fault.unit === "s" ? 1 : 0;
  const least = 10 ** -digits;
  const size = `${fault.size < least / 2 ? `< ${number(least, digits)}` : number(fault.size, digits)}${fault.unit === "deg" ? "°" : ` ${chartWords().unit[fault.unit] ?? fault.unit}`}`;
  const rep = fault.rep ? `, ${words.repetition} ${fault.rep}` : "";
  return `${capital(faultName(fault.name))}, ${size} (${words.severity[fault.severity]})${rep}`;
}

/** Seconds of the live line -> the time of day here. */
function clockOf(t: number): string {
  const newest = frame()?.t ?? t;
  return new Date(Date.now() - 1000 * Math.max(newest - t, 0)).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
