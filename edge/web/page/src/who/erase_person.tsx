/** Erasing somebody: what goes, a tick, and the signed receipt of it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, type Person, type Receipt } from "../api";
import { Dialog } from "../kit/dialog";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { changeWords } from "./change_words";
import { Tick } from "./consent_fields";
import { ErasureReceipt } from "./erasure_receipt";

const MOST = 500;

export function ErasePerson({ person, close }: { person: Person; close: (erased: boolean) => void }) {
  const receipt = useSignal<Receipt | null>(null);
  const words = changeWords();
  const title = receipt.value ? words.erased : words.eraseTitle(person.name);
  return (
    <Dialog title={title} close={() => close(receipt.value !== null)}>
      {receipt.value ? <ErasureReceipt receipt={receipt.value} done={() => close(true)} /> : <Confirm person={person} close={() => close(false)} erased={(told) => (receipt.value = told)} />}
    </Dialog>
  );
}

function Confirm({ person, close, erased }: { person: Person; close: () => void; erased: (receipt: Receipt) => void }) {
  const sessions = useSignal<number | null>(null);
  const sure = useSignal(false);
  const { busy, problem, run } = useWorking();
  const words = changeWords();
  useEffect(() => void run(async () => (sessions.value = (await api.sessions({ person: person.id, limit: MOST })).length)), []);
  const many = sessions.value === null ? "…" : words.sessions(sessions.value, sessions.value === MOST);
  return (
    <>
      <p>{words.goes}</p>
      <ul class="goes">{[words.goesTold, words.goesCounted(many), words.goesFiles, words.goesKeys].map((part) => <li key={part}>{part}</li>)}</ul>
      <p class="hint">{words.stays}</p>
      <Tick label={words.sure(person.name)} on={sure.value} change={(on) => (sure.value = on)} />
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <div class="row end">
        <button class="button" type="button" onClick={close}>{w.value.kit.cancel}</button>
        <button class="button danger" type="button" disabled={!sure.value || busy.value} onClick={() => void run(async () => erased(await api.erasePerson(person.id)))}>{words.eraseNow}</button>
      </div>
    </>
  );
}
