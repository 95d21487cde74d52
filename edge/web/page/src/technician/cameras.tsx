/* The cameras that there are -> which one the box uses, and how its picture is turned. Refuses to know: what choosing one writes and opens. */

import { useSignal } from "@preact/signals";
import { me } from "../access";
import { api, type CameraId, type CameraNow, type CameraWish, type Technician } from "../api";
import { useWorking } from "../kit/working";
import { technicianWords } from "./words";

const TURNS = [0, 90, 180, 270];
const AUTO: CameraId = { source: "auto", device: "" };

const keyOf = ({ source, device }: CameraId): string => `${source} ${device}`;

interface Shown {
  cameras: Technician["cameras"];
  camera: CameraNow | null;
  again: () => void;
}

export function Cameras({ cameras, camera, again }: Shown) {
  const words = technicianWords();
  return (
    <section class="card" aria-labelledby="cameras-title">
      <h2 id="cameras-title">{words.cameras}</h2>
      {cameras.length === 0 && <p class="hint">{words.camerasNone}</p>}
      {camera ? <Choice cameras={cameras} camera={camera} again={again} /> : <Listed cameras={cameras} />}
    </section>
  );
}

function Listed({ cameras }: { cameras: Technician["cameras"] }) {
  const words = technicianWords();
  return (
    <>
      <ul class="findings">
        {cameras.map((one) => <li key={keyOf(one)} class="info"><b>{one.device || one.source}</b> {one.name}</li>)}
      </ul>
      <p class="hint">{me.value?.safe_mode ? words.cameraSafeMode : words.cameraPlayed}</p>
    </>
  ); // prettier-ignore
}

function Choice({ cameras, camera, again }: Shown & { camera: CameraNow }) {
  const words = technicianWords();
  const wanted = useSignal<CameraWish | null>(null);
  const { busy, problem, run } = useWorking();
  const use = () =>
    run(async () => {
      await api.useCamera(shown);
      wanted.value = null;
      again();
    });
  const { open, ...now } = camera;
  const shown = wanted.value ?? now;
  const changed = JSON.stringify(shown) !== JSON.stringify(now);
  const change = (more: Partial<CameraWish>) => (wanted.value = { ...shown, ...more });
  return (
    <form class="choose-camera" onSubmit={(event) => (event.preventDefault(), void use())}>
      <p role="status">{open ? words.cameraOpen(open) : words.cameraNotOpen}</p>
      <Kinds cameras={cameras} now={now} shown={shown} change={change} />
      <label class="field">
        <span>{words.turn}</span>
        <select value={shown.rotate_deg} onChange={(event) => change({ rotate_deg: Number(event.currentTarget.value) })}>
          {TURNS.map((degrees) => <option key={degrees} value={degrees}>{words.turned(degrees)}</option>)}
        </select>
      </label>
      <label class="check"><input type="checkbox" checked={shown.mirror} onChange={() => change({ mirror: !shown.mirror })} /> {words.mirror}</label>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <button class="button small primary" type="submit" disabled={busy.value || !changed}>{words.useCamera}</button>
      <p class="hint">{words.cameraKept}</p>
    </form>
  ); // prettier-ignore
}

interface Kind {
  cameras: Technician["cameras"];
  now: CameraWish;
  shown: CameraWish;
  change: (more: Partial<CameraWish>) => void;
}

/** The first that answers, each that is there, and the configured one where it is none of these. */
function Kinds({ cameras, now, shown, change }: Kind) {
  const words = technicianWords();
  const there = [{ ...AUTO, name: words.cameraAuto }, ...cameras];
  const all = there.some((one) => keyOf(one) === keyOf(now)) ? there : [...there, { ...now, name: words.cameraAway }];
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">{words.cameras}</legend>
      {all.map(({ source, device, name }) => (
        <label key={keyOf({ source, device })}>
          <input type="radio" name="camera" checked={keyOf(shown) === keyOf({ source, device })} onChange={() => change({ source, device })} />
          <span><b>{name}</b> {source === "auto" ? device : device || source}{keyOf(now) === keyOf({ source, device }) && ` · ${words.cameraChosen}`}</span>
        </label>
      ))}
    </fieldset>
  ); // prettier-ignore
}
