/** A file to be analysed and what came of it, mounted by the router. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Icon } from "../kit/icon";
import { number } from "../language";
import { Result } from "./result";
import { analyse, drop, KINDS, LARGEST_BYTES, sent, type Sent } from "./sending";
import { uploadWords } from "./words";
import "../sessions/sessions.css";
import "../clinician/clinician.css";
import "../playback/playback.css";
import "../progress/progress.css";
import "./uploads.css";

export function UploadsView() {
  const words = uploadWords();
  const now = sent.value;
  return (
    <>
      <header class="view-head">
        <h1>{words.title}</h1>
        {now?.step === "done" && (
          <button type="button" class="button" onClick={() => void drop()}><Icon name="close" size={20} /> {words.another}</button>
        )}
      </header>
      {!now && <Choice />}
      {now && now.step !== "done" && <Underway now={now} />}
      {now?.step === "done" && now.result && <Result name={now.name} analysis={now.result} />}
    </>
  ); // prettier-ignore
}

function Choice() {
  const words = uploadWords();
  const problem = useSignal("");
  const over = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (!file) return;
    problem.value = refusal(file);
    if (!problem.value) void analyse(file);
  };
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    over.value = false;
    take(event.dataTransfer?.files[0]);
  };
  const dragged = (event: DragEvent): void => {
    event.preventDefault();
    over.value = true;
  };
  return (
    <div class={`card drop ${over.value ? "over" : ""}`} onDragOver={dragged} onDragLeave={() => (over.value = false)} onDrop={dropped}>
      <Icon name="uploads" size={56} />
      <p>{words.drop}</p>
      <button type="button" class="button primary" onClick={() => input.current?.click()}>{words.choose}</button>
      <input ref={input} type="file" hidden accept={KINDS.join(",")} onChange={(event) => take(event.currentTarget.files?.[0])} />
      <p class="hint">{words.why}</p>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
    </div>
  ); // prettier-ignore
}

/** Why a file is not even sent; empty where it is. */
function refusal(file: File): string {
  const words = uploadWords();
  if (!KINDS.some((kind) => file.name.toLowerCase().endsWith(kind))) return words.wrongKind;
  return file.size > LARGEST_BYTES ? words.tooLarge : "";
}

function Underway({ now }: { now: Sent }) {
  const words = uploadWords();
  const percent = number(100 * now.progress);
  const said = { sending: words.sending(percent), waiting: words.waiting, working: words.working(percent), failed: words.failed, done: "" }[now.step];
  return (
    <div class="card upload">
      <h2>{now.name}</h2>
      {now.step !== "failed" && <progress max={1} aria-label={now.name} {...(now.step === "waiting" ? {} : { value: now.progress })} />}
      <p role="status">{said}</p>
      {now.problem && <p class="problem" role="alert">{now.problem}</p>}
      <button type="button" class="button small" onClick={() => void drop()}>{now.step === "failed" ? words.another : words.stop}</button>
    </div>
  ); // prettier-ignore
}
