/* A movement of a track -> its curves' names and colours, the marks of repetitions, and the same in words. Refuses to know: the chart. */

import type { Rep, Track } from "../api";
import type { Curve, Mark } from "../charts/band_chart";
import type { Table } from "../charts/chart_box";
import type { Movement } from "../charts/joints";
import { chartWords, movementName } from "../charts/words";
import { inkOf } from "../judged";
import { capital } from "../language";
import { extentOf } from "./curves";
import { playbackWords } from "./words";

export function curvesOf(movement: Movement, two: boolean): Curve[] {
  const words = chartWords();
  const one = (dashed: boolean): Curve[] =>
    movement.parts.map(({ where }) => ({
      label: `${where === "middle" ? movementName(movement.movement) : capital(words[where])}${dashed ? `, ${playbackWords().other}` : ""}`,
      colour: where === "middle" ? "trunk" : where,
      dashed,
    }));
  return two ? [...one(false), ...one(true)] : one(false);
}

/** Each repetition's turning point, with its number. */
export const marksOf = (reps: readonly Rep[]): Mark[] => reps.map((rep) => ({ at: rep.turn_s, colour: inkOf(rep.good), word: String(rep.number) }));

/** How far each side went in each repetition. */
export function tableOf({ parts }: Movement, track: Track, reps: readonly Rep[]): Table {
  const words = chartWords();
  const head = [playbackWords().perRep, ...parts.flatMap(({ where }) => (where === "middle" ? [words.lowest, words.highest] : [`${capital(words[where])}, ${words.lowest.toLowerCase()}`, `${capital(words[where])}, ${words.highest.toLowerCase()}`]))];
  const cells = (rep: Rep): string[] => parts.flatMap(({ at }) => extentOf(track, at, [rep.start_s, rep.end_s])?.map((value) => `${Math.round(value)}°`) ?? [words.unknown, words.unknown]);
  return { head, rows: reps.map((rep) => [String(rep.number), ...cells(rep)]) };
}

/** `Knee flexion: from 18 to 99 degrees`. */
export function summaryOf({ movement, parts }: Movement, track: Track): string {
  const extents = parts.flatMap(({ at }) => extentOf(track, at, [0, Infinity]) ?? []);
  const name = movementName(movement);
  return extents.length ? playbackWords().summary(name, Math.round(Math.min(...extents)), Math.round(Math.max(...extents))) : `${name}: ${chartWords().unknown}`;
}
