/** What is kept, what may be kept, and a person's rights, on one screen. Nothing is ticked beforehand. */
import type { NewPerson } from "../api";
import { w } from "../language";

type Consent = NewPerson["consent"];

export function ConsentFields({ consent, change }: { consent: Consent; change: (consent: Consent) => void }) {
  const words = w.value.who;
  return (
    <div class="consent">
      <p>{words.consentIntro}</p>
      <p>{words.consentKept}</p>
      <Tick label={words.consentRecording} on={consent.recording} change={(recording) => change({ ...consent, recording })} />
      <Tick label={words.consentPhone} on={consent.phone} change={(phone) => change({ ...consent, phone })} />
      <p class="hint">{words.consentRights}</p>
    </div>
  );
}

export function Tick({ label, on, change }: { label: string; on: boolean; change: (on: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={on} onChange={(event) => change(event.currentTarget.checked)} /><span>{label}</span>
    </label>
  );
}
