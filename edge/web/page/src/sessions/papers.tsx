/* A session or a person -> reports and exports, saved by the browser. Refuses to know: what is in them. */

import { useSignal } from "@preact/signals";
import { api, type ExportKind, type Problem, type ReportKind } from "../api";
import { Icon } from "../kit/icon";
import { Menu } from "../kit/menu";
import { language } from "../language";
import { sessionWords } from "./words";

const EXPORTS: ExportKind[] = ["csv", "parquet", "mcap", "opensim", "c3d", "fhir"];

interface Made {
  busy: boolean;
  said: string;
  problem: string;
}

/** Asks for one file at a time and says what became of it. */
function useSaving() {
  const state = useSignal<Made>({ busy: false, said: "", problem: "" });
  const save = (asked: () => Promise<string>): void => {
    state.value = { busy: true, said: sessionWords().working, problem: "" };
    asked().then(
      (name) => (state.value = { busy: false, said: sessionWords().saved(name), problem: "" }),
      (failure: Problem) => (state.value = { busy: false, said: "", problem: failure.message }),
    );
  };
  return { ...state.value, save };
}

interface ReportsShown {
  report: (kind: ReportKind) => Promise<string>;
  exported?: (kind: ExportKind) => Promise<string>;
}

function Papers({ report, exported }: ReportsShown) {
  const words = sessionWords();
  const { busy, said, problem, save } = useSaving();
  return (
    <div class="papers">
      <button type="button" class="button small" disabled={busy} onClick={() => save(() => report("pdf"))}>
        <Icon name="download" size={20} /> {words.reportPdf}
      </button>
      <button type="button" class="button small" disabled={busy} onClick={() => save(() => report("html"))}>
        <Icon name="download" size={20} /> {words.reportPage}
      </button>
      {exported && (
        <Menu label={<><Icon name="download" size={20} /> {words.export}</>} kind="exports-list">
          {EXPORTS.map((kind) => (
            <button key={kind} type="button" class="quiet" disabled={busy} onClick={() => save(() => exported(kind))}>
              {words.exportKind[kind]}
            </button>
          ))}
        </Menu>
      )}
      <p class="hint" role="status">{said}</p>
      {problem && <p class="problem" role="alert">{problem}</p>}
    </div>
  );
}

export const SessionPapers = ({ id }: { id: string }) => (
  <Papers report={(kind) => api.sessionReport(id, kind, language.value)} exported={(kind) => api.sessionExport(id, kind)} />
);

export const PersonPapers = ({ id }: { id: string }) => <Papers report={(kind) => api.personReport(id, kind, language.value)} />;
