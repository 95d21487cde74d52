/** With consent, this phone's motion sensors for the box, while this page is open. Stopping or leaving harms nothing. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../kit/icon";
import { number, w } from "../language";
import { PhoneLine } from "./line";
import { hasMotion, mayMeasure, watchMotion } from "./motion";

type State = "off" | "on" | "refused";

export function Sensor() {
  const state = useSignal<State>("off");
  const rate = useSignal(0);
  const stop = useRef<(() => void) | null>(null);
  const line = useSignal<PhoneLine | null>(null);
  const words = w.value.phone;
  const end = () => {
    stop.current?.();
    stop.current = null;
    state.value = "off";
    rate.value = 0;
  };
  const begin = async () => {
    if (!(await mayMeasure())) return void (state.value = "refused");
    const opened = new PhoneLine();
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
          <p role="status" class={line.value?.refusal.value ? "problem" : "sending"}>{told}</p>
          <button class="button" type="button" onClick={end}><Icon name="stop" />{words.sensorStop}</button>
        </>
      ) : (
        <button class="button primary" type="button" onClick={() => void begin()}><Icon name="phone" />{words.sensorStart}</button>
      )}
    </section>
  );
}
