/* One or two tracks -> the chosen movements' curves over the session's time. Refuses to know: bodies and transport buttons. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { AngleInfo, Rep, Track } from "../api";
import { ChartBox } from "../charts/chart_box";
import type { Movement } from "../charts/joints";
import { chartWords, movementName } from "../charts/words";
import { Menu } from "../kit/menu";
import { duration } from "../language";
import { curvesOf, marksOf, summaryOf, tableOf } from "./curve_parts";
import { columnsOf, liveliest, movementsIn } from "./curves";
import type { Moves } from "./keys";
import type { Played } from "./player";
import { seek } from "./transport";
import { playbackWords } from "./words";

const FIRST_SHOWN = 3;
const HEIGHT_PX = 180;
const LEAST_DEG = 40;
const AROUND_S = 0.5;

interface Shown {
  first: Played;
  second: Played | null;
  follow: (t: number) => number;
  angles: AngleInfo[];
  at: ReadonlySignal<number>;
  moves: Moves;
  looped: Rep | null;
}

export function Curves({ first, second, follow, angles, at, moves, looped }: Shown) {
  const words = playbackWords();
  const { track } = first;
  const movements = useMemo(() => (track ? movementsIn(track, new Map(angles.map((one) => [one.key, one.normal_range_deg]))) : []), [track, angles]);
  const first3 = useMemo(() => (track ? liveliest(track, movements, first.session.reps[0], FIRST_SHOWN) : []), [track, movements]);
  const chosen = useSignal<string[] | null>(null);
  const shown = chosen.value ?? first3;
  if (!track) return null;
  const toggle = (movement: string): void => {
    chosen.value = shown.includes(movement) ? shown.filter((one) => one !== movement) : [...shown, movement];
  };
  return (
    <section class="card curves" aria-labelledby="curves-title">
      <div class="row curves-head">
        <h2 id="curves-title">{words.curves}</h2>
        <Menu label={words.movements} kind="movements-list">
          {movements.map(({ movement }) => (
            <label key={movement} class="tick-box">
              <input type="checkbox" checked={shown.includes(movement)} onChange={() => toggle(movement)} /> {movementName(movement)}
            </label>
          ))}
        </Menu>
      </div>
      {shown.flatMap((name) => movements.find(({ movement }) => movement === name) ?? []).map((movement) => (
        <OneMovement key={movement.movement} movement={movement} first={first} track={track} second={second} follow={follow} at={at} moves={moves} looped={looped} />
      ))}
      <p class="chart-note">{words.band}</p>
    </section>
  ); // prettier-ignore
}

interface OneShown extends Omit<Shown, "angles"> {
  movement: Movement;
  track: Track;
}

function OneMovement({ movement, first, track, second, follow, at, moves, looped }: OneShown) {
  const own = movement.parts.map((part) => part.at);
  const other = second?.track ?? null;
  const curves = useMemo(() => curvesOf(movement, other !== null), [movement, other, chartWords()]);
  const columns = useMemo(
    () => columnsOf(track, own, other ? { track: other, angles: own.map((angle) => other.angles.names.indexOf(track.angles.names[angle]!)), follow } : undefined),
    [track, other, follow, movement],
  );
  const marks = useMemo(() => marksOf(first.session.reps), [first.session]);
  const span = looped ? ([looped.start_s - AROUND_S, looped.end_s + AROUND_S] as const) : ([0, Math.max(first.session.duration_s, track.t.at(-1) ?? 0)] as const);
  const name = movementName(movement.movement);
  return (
    <ChartBox
      title={name} summary={summaryOf(movement, track)} curves={curves} columns={columns} unit="°" height={HEIGHT_PX} least={LEAST_DEG} span={span}
      normal={movement.normal} x={(seconds) => (looped ? seconds.toFixed(1) : duration(seconds))} marks={marks} at={at}
      pressed={(seconds) => moves.change((now) => seek(now, seconds))} table={() => tableOf(movement, track, first.session.reps)}
    />
  ); // prettier-ignore
}
