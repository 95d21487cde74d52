/* The newest lines of the log -> a list that can be searched. Refuses to know: where the log is kept. */

import { useSignal } from "@preact/signals";
import { technicianWords } from "./words";

const BAD = /\b(error|critical|traceback)\b/i;
const WARNING = /\bwarn(ing)?\b/i;

const levelOf = (line: string): string => (BAD.test(line) ? "issue" : WARNING.test(line) ? "warning" : "");

export function Log({ lines }: { lines: string[] }) {
  const words = technicianWords();
  const sought = useSignal("");
  const found = lines.filter((line) => line.toLowerCase().includes(sought.value.toLowerCase()));
  return (
    <section class="card log" aria-labelledby="log-title">
      <div class="view-head">
        <h2 id="log-title">{words.logs}</h2>
        <label class="field inline">
          <span>{words.find}</span>
          <input type="search" value={sought.value} onInput={(event) => (sought.value = event.currentTarget.value)} />
        </label>
        <p class="hint" role="status">{words.found(found.length, lines.length)}</p>
      </div>
      {words.logsEnglish && <p class="hint">{words.logsEnglish}</p>}
      {lines.length === 0 && <p class="hint">{words.logsNone}</p>}
      {found.length > 0 && <ol class="log-lines" lang="en" tabIndex={0} aria-labelledby="log-title">
        {[...found].reverse().map((line, i) => (
          <li key={`${i} ${line}`} class={levelOf(line)}>{line}</li>
        ))}
      </ol>}
    </section>
  );
}
