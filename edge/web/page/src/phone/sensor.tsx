/** With consent, this phone's motion sensors for the box, while this page is open. Stopping or leaving harms nothing. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../kit/icon";
import { number, w } from "../language";
import { PhoneLine, WORN, type Worn } from "./line";
import { hasMotion, mayMeasure, watchMotion } from "./motion";

type State = "off" | "on" | "refused";

export function Sensor() {
  const state = useSignal<State>("off");
  const rate = useSignal(0);
  const worn = useSignal<Worn | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const line = useSignal<PhoneLine | null>(null);
  const words = w.value.phone;
  const end = () => {
    stop.current?.();
    stop.current = null;
    state.value = "off";
    rate.value = 0;
  };
  const begin = async (where: Worn) => {
    if (!(await mayMeasure())) return void (state.value = "refused");
    const opened = new PhoneLine(where);
    line.value = opened;
    const unwatch = watchMotion((batch) => {
      rate.value = rate.value * 0.7 + batch.length * 10 * 0.3;
      opened.send(batch);
    });
    stop.current = () => {
      unwatch();
      opened.close();
    };
    state.value = "on";
  };
  useEffect(() => end, []);
  if (!hasMotion()) return <section class="card"><h2>{words.sensor}</h2><p class="hint">{words.sensorNone}</p></section>;
  const told = line.value?.refusal.value || (line.value?.open.value ? (rate.value ? words.sensorOn(number(rate.value)) : words.sensorWaiting) : words.sensorLeft);
  return (
    <section class="card sensor">
      <h2>{words.sensor}</h2>
      <p>{words.sensorWhy}</p>
      {state.value === "refused" && <p class="problem" role="alert">{words.sensorRefused}</p>}
      {state.value === "on" ? (
        <>
          <p class="hint">{words.worn[worn.value!]}</p>
          <p role="status" class={line.value?.refusal.value ? "problem" : "sending"}>{told}</p>
          <button class="button" type="button" onClick={end}><Icon name="stop" />{words.sensorStop}</button>
        </>
      ) : (
        <>
          <Places worn={worn} />
          <button class="button primary" type="button" disabled={!worn.value} onClick={() => worn.value && void begin(worn.value)}>
            <Icon name="phone" />{words.sensorStart}
          </button>
        </>
      )}
    </section>
  );
}

/** Nothing is guessed: the box reads a pocket and an arm differently. */
function Places({ worn }: { worn: Signal<Worn | null> }) {
  const words = w.value.phone;
  return (
    <fieldset class="places">
      <legend>{words.where}</legend>
      {WORN.map((place) => (
        <label key={place}>
          <input type="radio" name="worn" checked={worn.value === place} onChange={() => (worn.value = place)} />
          {words.worn[place]}
        </label>
      ))}
    </fieldset>
  );
}
