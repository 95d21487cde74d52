/* The cameras that were found -> a list, with what to write in the configuration to use another one. The daemon never writes it itself. */

import type { Technician } from "../api";
import { useSignal } from "@preact/signals";
import { technicianWords } from "./words";

const DEVICE = /^\/dev\/\S+/;

export function Cameras({ cameras }: { cameras: Technician["cameras"] }) {
  const words = technicianWords();
  return (
    <section class="card" aria-labelledby="cameras-title">
      <h2 id="cameras-title">{words.cameras}</h2>
      {cameras.length === 0 && <p class="hint">{words.camerasNone}</p>}
      <ul class="findings">
        {cameras.map((camera) => (
          <li key={camera.name} class="info">
            <b>{camera.name}</b> {camera.text}
            {DEVICE.test(camera.name) && <HowTo device={DEVICE.exec(camera.name)![0]} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function HowTo({ device }: { device: string }) {
  const words = technicianWords();
  const copied = useSignal(false);
  const lines = `[capture.camera]\nsource = "v4l2"\ndevice = "${device}"`;
  const copy = (): void => {
    navigator.clipboard?.writeText(lines).then(
      () => (copied.value = true),
      () => (copied.value = false), // the lines are there to be read
    );
  };
  return (
    <details>
      <summary>{words.chooseCamera}</summary>
      <pre>{lines}</pre>
      <button type="button" class="button small" onClick={copy}>{copied.value ? words.copied : words.copy}</button>
    </details>
  );
}
