/** The phone's page: join by code, then remote control and, with consent, a motion sensor. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { me, refresh } from "../access";
import { api } from "../api";
import { Icon } from "../kit/icon";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { place } from "../router";
import { Remote } from "./remote";
import { Sensor } from "./sensor";
import "./phone.css";

export function PhoneView() {
  const was = useRef(false);
  const now = joined();
  if (now) was.current = true;
  return (
    <div class="phone-page">
      <header><img src="icon.svg" alt="" width="36" height="36" /><h1>EdgeCoach</h1></header>
      {now ? <><Remote /><Sensor /></> : <Join left={was.current} />}
    </div>
  );
}

const joined = (): boolean => me.value !== null && !["nobody"].includes(me.value.role) && !place.value.query.get("code");

/** left: this phone was connected before. */
function Join({ left }: { left: boolean }) {
  const code = useSignal(place.value.query.get("code") ?? "");
  const { busy, problem, run } = useWorking();
  const words = w.value.phone;
  const join = () =>
    run(async () => {
      await api.joinByCode(code.value);
      await refresh();
      location.hash = "#/phone";
    });
  useEffect(() => {
    if (code.value) void join();
  }, []);
  return (
    <form class="card" onSubmit={(event) => (event.preventDefault(), void join())}>
      <h2>{words.join}</h2>
      {left && <p role="status">{words.left}</p>}
      <p class="hint">{words.joinHint}</p>
      <label class="field"><span>{words.code}</span>
        <input class="code-field" required autocapitalize="characters" autocomplete="one-time-code" spellcheck={false} maxLength={12} value={code.value} onInput={(event) => (code.value = event.currentTarget.value)} />
      </label>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <button class="button primary" type="submit" disabled={busy.value}><Icon name="phone" />{words.connect}</button>
    </form>
  );
}
