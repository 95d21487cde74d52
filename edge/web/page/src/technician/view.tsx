/** What a technician looks at, mounted by the router. */
import { useEffect } from "preact/hooks";
import { me } from "../access";
import { api, type Technician } from "../api";
import { MistakeLine } from "../kit/mistake";
import { Said } from "../kit/said";
import { capital, say, told } from "../language";
import { useAnswer } from "../sessions/answer";
import { Cameras } from "./cameras";
import { Log } from "./log";
import { Links, Rates } from "./rates";
import { technicianWords } from "./words";
import "../sessions/sessions.css";
import "../clinician/clinician.css";
import "./technician.css";

const AGAIN_MS = 2000;

export function TechnicianView() {
  const words = technicianWords();
  const { answer, problem, again } = useAnswer(api.technician, []);
  useEffect(() => {
    const timer = setInterval(again, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <header class="view-head">
        <h1>{words.title}</h1>
        <p class="hint">{words.refreshed}{me.value ? ` · EdgeCoach ${me.value.version}` : ""}</p>
      </header>
      {problem && <p class="banner bad" role="alert">{problem}</p>}
      <div class="technician">
        <Rates />
        <div class="in-columns">
          {answer && <Mistakes mistakes={answer.mistakes} />}
          {answer && <Cameras cameras={answer.cameras} camera={answer.camera} again={again} />}
          <Links />
        </div>
        {answer && <Checks checks={answer.checks} />}
        {answer && <Log lines={answer.logs} />}
        {!answer && !problem && <div class="loading" aria-busy="true" />}
      </div>
    </>
  ); // prettier-ignore
}

function Mistakes({ mistakes }: { mistakes: Technician["mistakes"] }) {
  const words = technicianWords();
  return (
    <section class="card" aria-labelledby="mistakes-title">
      <h2 id="mistakes-title">{words.mistakes}</h2>
      {mistakes.length === 0 && <p class="hint">{words.mistakesNone}</p>}
      <ul class="findings">
        {mistakes.map((mistake) => (
          <li key={`${mistake.line} ${mistake.error}`} class="issue"><MistakeLine mistake={mistake} /></li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}

const ORDER = ["issue", "warning", "info", "ok"];

/** The worst first. */
function Checks({ checks }: { checks: Technician["checks"] }) {
  const words = technicianWords();
  const sorted = [...checks].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <section class="card" aria-labelledby="checks-title">
      <h2 id="checks-title">{words.checks}</h2>
      {checks.length === 0 && <p class="hint">{words.checksNone}</p>}
      <ul class="findings checks">
        {sorted.map((check) => (
          <li key={check.name} class={check.state}>
            <b>{capital(say(`check_name.${check.name}`))}</b> <span class="visually-hidden">{words.state[check.state] ?? check.state}: </span>
            <Said text={check.texts.map(told).join(" ")} />
            {check.advice && <span class="advice"><Said text={told(check.advice)} /></span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
