/** Before a set: whether the camera sees well enough, and what to do if not. During a set only how far off angles may be. */
import { Icon, type IconName } from "../kit/icon";
import { number, w } from "../language";
import { board, somebody, type View } from "../live";
import { doing } from "../training";
import { blindness } from "./headline";

interface Check {
  icon: IconName;
  text: string;
  /** null: nobody can tell yet. */
  fine: boolean | null;
}

export function Framing() {
  const words = w.value.framing;
  const view = board.value?.view ?? null;
  if (blindness()) return null;
  if (doing.value) return view?.expected_error_deg == null ? null : <p class="accuracy" title={words.errorLong}>{words.angles} {words.error(number(view.expected_error_deg))}</p>;
  if (!somebody.value || !view)
    return <aside class="framing card"><h2>{words.title}</h2><p class="framing-first"><Icon name="body" size={40} />{words.step}</p></aside>;
  const list = checks(view);
  const ready = list.every(({ fine }) => fine !== false);
  return (
    <aside class={`framing card ${ready ? "ready" : ""}`}>
      <h2>{ready ? words.ready : words.title}</h2>
      <ul>{list.map((check) => <Line key={check.icon} {...check} />)}</ul>
      {view.expected_error_deg != null && <p class="hint">{words.errorLong}: <b>{words.error(number(view.expected_error_deg))}</b></p>}
    </aside>
  );
}

function Line({ icon, text, fine }: Check) {
  return (
    <li class={fine === null ? "" : fine ? "fine" : "change"}>
      <Icon name={icon} size={26} /><span>{text}</span>
      {fine !== null && <Icon name={fine ? "check" : "warn"} size={24} />}
    </li>
  );
}

function checks(view: View): Check[] {
  const words = w.value.framing;
  const side = view.best_side ? view.best_side === "front" ? view.side === "front" : view.side === "left" || view.side === "right" : null;
  const list: Check[] = [
    { icon: "body", text: view.whole_body ? words.whole : words.notWhole, fine: view.whole_body },
    { icon: "distance", text: words.distances[view.distance], fine: view.distance === "good" },
    { icon: "sun", text: view.light ? words.lights[view.light] : words.lightUnknown, fine: view.light ? view.light === "good" : null },
  ];
  if (side !== null) list.push({ icon: "turn", text: side ? words.sideGood : view.best_side === "front" ? words.faceCamera : words.turnSideways, fine: side });
  return list;
}
