/** A signed receipt of an erasure, to be read and to be taken along. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Receipt } from "../api";
import { Icon } from "../kit/icon";
import { moment } from "../language";
import { changeWords } from "./change_words";

const SHOWN = ["subject", "at", "by", "sessions", "recordings", "exports", "backups_that_lost_the_key", "backups_out_of_reach", "signature"] as const;

export function ErasureReceipt({ receipt, done }: { receipt: Receipt; done: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  const words = changeWords();
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    <>
      <p role="status">{words.receipt}</p>
      <dl class="receipt">
        {SHOWN.filter((part) => part in receipt).map((part) => <div key={part}><dt>{words.told[part]}</dt><dd>{inWords(part, receipt[part])}</dd></div>)}
      </dl>
      <div class="row end">
        <button ref={first} class="button" type="button" onClick={() => save(receipt)}><Icon name="download" />{words.keepReceipt}</button>
        <button class="button primary" type="button" onClick={done}>{words.done}</button>
      </div>
    </>
  );
}

function inWords(part: string, value: unknown): string {
  if (part === "at" && typeof value === "number") return moment(value);
  if (Array.isArray(value)) return value.length ? value.join(", ") : "0";
  return String(value);
}

function save(receipt: Receipt): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }));
  link.download = `erased-${String(receipt.subject)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
