/** Name, body, card of somebody new. All but the name may be left out. */
import type { NewPerson, Sex } from "../api";
import { w } from "../language";

const SEXES: readonly Sex[] = ["F", "M"];

export function AboutFields({ given, change }: { given: NewPerson; change: (part: Partial<NewPerson>) => void }) {
  const words = w.value.who;
  return (
    <>
      <label class="field"><span>{words.name}</span>
        <input required maxLength={60} autocomplete="off" value={given.name} onInput={(event) => change({ name: event.currentTarget.value })} />
      </label>
      <p class="hint">{words.whyBody}</p>
      <div class="fields">
        <Measure label={words.height} value={given.height_m} times={100} least={50} most={260} change={(height_m) => change({ height_m })} />
        <Measure label={words.mass} value={given.mass_kg} times={1} least={10} most={400} change={(mass_kg) => change({ mass_kg })} />
        <Measure label={words.age} value={given.age} times={1} least={3} most={120} change={(age) => change({ age })} />
        <label class="field"><span>{words.sex}</span>
          <select value={given.sex ?? ""} onChange={(event) => change({ sex: (event.currentTarget.value || null) as Sex | null })}>
            <option value="">{words.notSaid}</option>
            {SEXES.map((sex) => <option key={sex} value={sex}>{words.sexes[sex]}</option>)}
          </select>
        </label>
      </div>
      <label class="field"><span>{words.card}</span>
        <input autocomplete="off" maxLength={64} placeholder={words.cardHint} value={given.card ?? ""} onKeyDown={swallowEnter} onInput={(event) => change({ card: event.currentTarget.value })} />
      </label>
    </>
  );
}

/** The reader's Enter ends the card's number, not the form. */
function swallowEnter(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}

interface MeasureProps {
  label: string;
  value: number | null;
  /** From the value's unit to what people write. */
  times: number;
  least: number;
  most: number;
  change: (value: number | null) => void;
}

function Measure({ label, value, times, least, most, change }: MeasureProps) {
  return (
    <label class="field"><span>{label}</span>
      <input
        type="number" inputMode="decimal" min={least} max={most} step="any" value={value === null ? "" : Math.round(value * times * 10) / 10}
        onChange={(event) => change(event.currentTarget.value === "" ? null : Number(event.currentTarget.value) / times)}
      />
    </label>
  );
}
