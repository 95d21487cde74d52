/* How much of its strength each joint uses -> a figure of a body with those joints coloured, and the same as a table.
Refuses to know: how a load is computed. */

import { useSignal } from "@preact/signals";
import { DataTable } from "../charts/chart_box";
import { chartWords, jointName } from "../charts/words";
import { sided } from "../charts/joints";
import { say, w } from "../language";
import { bandOf } from "../skeleton/anatomy";
import { clinicianWords } from "./words";

/** Percent of the strength, null where unknown. */
export type Loads = Readonly<Record<string, number | null>>;

/** The body faces us: its right is on our left. [x, y] on a field of 200 by 290. */
const PLACES: Record<string, readonly [number, number]> = {
  neck: [100, 47], right_shoulder: [70, 66], left_shoulder: [130, 66], right_elbow: [52, 108], left_elbow: [148, 108],
  right_wrist: [34, 134], left_wrist: [166, 134], lumbar: [100, 127], right_hip: [83, 160], left_hip: [117, 160],
  right_knee: [79, 208], left_knee: [121, 208], right_ankle: [77, 260], left_ankle: [123, 260],
}; // prettier-ignore
const LIMBS = [
  ["neck", "lumbar"], ["right_shoulder", "left_shoulder"], ["right_hip", "left_hip"], ["right_shoulder", "right_elbow", "right_wrist"],
  ["left_shoulder", "left_elbow", "left_wrist"], ["right_hip", "right_knee", "right_ankle"], ["left_hip", "left_knee", "left_ankle"],
]; // prettier-ignore
interface Shown {
  now: Loads;
  most: Loads;
  note: string;
}

export function LoadMap({ now, most, note }: Shown) {
  const words = clinicianWords();
  const asTable = useSignal(false);
  const known = Object.keys(PLACES).some((joint) => now[joint] != null || most[joint] != null);
  return (
    <figure class="load-map">
      <figcaption>
        <h2>{words.loadMap}</h2>
        {known && (
          <button type="button" class="quiet as-table" aria-pressed={asTable.value} onClick={() => (asTable.value = !asTable.value)}>
            {asTable.value ? chartWords().asChart : chartWords().asTable}
            <span class="visually-hidden"> {words.loadMap}</span>
          </button>
        )}
      </figcaption>
      {!known ? <p class="hint">{words.loadAway}</p> : asTable.value ? <LoadTable now={now} most={most} /> : <Figure now={now} most={most} />}
      {known && <Legend />}
      {known && <p class="chart-note">{note}</p>}
      {Object.values(most).some((percent) => percent !== null && percent > 100) && <p class="chart-note">{say("load.beyond")}</p>}
    </figure>
  );
}

function Figure({ now, most }: Omit<Shown, "note">) {
  return (
    <svg class="load-figure" viewBox="-20 0 240 280" role="img" aria-label={inWords(now, most)}>
      <g class="limbs">
        <circle cx="100" cy="24" r="15" />
        {LIMBS.map((limb) => (
          <polyline key={limb.join()} points={limb.map((joint) => PLACES[joint]!.join(" ")).join(" ")} />
        ))}
      </g>
      <text class="load-side" x="0" y="14">{clinicianWords().right.charAt(0)}</text>
      <text class="load-side" x="200" y="14">{clinicianWords().left.charAt(0)}</text>
      {Object.entries(PLACES).map(([joint, place]) => (
        <Joint key={joint} joint={joint} place={place} now={now[joint] ?? null} most={most[joint] ?? null} />
      ))}
    </svg>
  );
}

const LEGEND = [15, 45, 70, 90];

function Legend() {
  const { to, from, load } = w.value.skeleton;
  return (
    <ul class="load-legend">
      <li>{load}</li>
      {LEGEND.map((percent) => (
        <li key={percent}>
          <svg viewBox="0 0 10 10" aria-hidden="true"><circle class={`load-joint ${bandOf(percent)}`} cx="5" cy="5" r="5" /></svg>
          {percent < 30 ? to(30) : percent < 60 ? to(60) : percent < 80 ? to(80) : from(80)}
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}

interface JointShown {
  joint: string;
  place: readonly [number, number];
  now: number | null;
  most: number | null;
}

function Joint({ joint, place: [x, y], now, most }: JointShown) {
  const [where] = sided(joint);
  const [dx, anchor] = where === "right" ? [-15, "end"] : [15, "start"];
  return (
    <g>
      {most !== null && <circle class={`load-most ${bandOf(most)}`} cx={x} cy={y} r="11.5" />}
      <circle class={`load-joint ${now === null ? "unknown" : bandOf(now)}`} cx={x} cy={y} r="8.5" />
      {most !== null && (
        <text class="load-value" x={x + dx} y={y + 4} text-anchor={anchor}>
          {most > 100 ? ">100" : Math.round(most)}%
        </text>
      )}
    </g>
  );
}

function LoadTable({ now, most }: Omit<Shown, "note">) {
  const words = clinicianWords();
  const percent = (value: number | null | undefined): string => (value == null ? chartWords().unknown : `${Math.round(value)} %`);
  const rows = Object.keys(PLACES).map((joint) => [inFull(joint), percent(now[joint]), percent(most[joint])]);
  return <DataTable label={words.loadMap} head={[words.joint, words.now, words.peak]} rows={rows} />;
}

/** `left_knee` -> Knee, left. */
export function inFull(joint: string): string {
  const [where, name] = sided(joint);
  return where === "middle" ? jointName(name) : `${jointName(name)}, ${chartWords()[where]}`;
}

function inWords(now: Loads, most: Loads): string {
  const told = Object.keys(PLACES).filter((joint) => most[joint] != null);
  return told.map((joint) => `${inFull(joint)} ${Math.round(now[joint] ?? 0)} % (${clinicianWords().peak} ${Math.round(most[joint]!)} %)`).join("; ");
}
