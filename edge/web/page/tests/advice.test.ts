/** What the deviations of a file come to, in the language shown. */
import { beforeEach, expect, test } from "vitest";
import type { Fault, Rep } from "../src/api";
import { learnSentences } from "../src/language";
import { large, placed, recommended } from "../src/uploads/advice";
import type { Analysis } from "../src/uploads/analysis";

const fault = (name: string, rep: number | null, severity: Fault["severity"], cue_key: string): Fault => ({
  t_s: 1, name, severity, size: 10, unit: "deg", cue: "Go deeper", cue_key, rep,
}); // prettier-ignore
const rep = (number: number, good: boolean | null, exercise = "squat") => ({ number, good, exercise }) as Rep;
const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => rep(number, true));
const analysed = (faults: Fault[]): Analysis => ({
  exercise: { name: "squat", confidence: 1, segments: [] }, rep_count: 8, good_count: 5, reps: EIGHT, holds: [], faults, score: null,
  recommendations: [], concerns: [], view: { quality: 0.5, side: "front", advice: ["Step back."], advice_keys: ["view.too_near"] },
}); // prettier-ignore

beforeEach(() =>
  learnSentences({
    "report.recommendation": "{cue} ({count} de {total} repeticiones)", "report.recommendation_hold": "{cue} (al mantener la postura)",
    "report.concern": "Desviación grande en {count} de {total}: {fault}", "fault.shallow": "recorrido incompleto",
    "squat.deeper": "Baja más", "squat.chest": "Levanta el pecho", "view.too_near": "Da un paso atrás.",
  }),
); // prettier-ignore

test("what is called for most often stands first, each repetition once, and small remarks not at all", () => {
  const faults = [
    fault("lean", 1, "minor", "squat.chest"), fault("shallow", 2, "minor", "squat.deeper"), fault("shallow", 3, "major", "squat.deeper"),
    fault("slow", 3, "minor", "squat.deeper"), fault("lean", 4, "info", "squat.chest"),
  ]; // prettier-ignore
  expect(recommended(analysed(faults))).toEqual(["Baja más (2 de 8 repeticiones)", "Levanta el pecho (1 de 8 repeticiones)"]);
  expect(large(analysed(faults))).toEqual(["Desviación grande en 1 de 8: recorrido incompleto"]);
});

test("of how many is of those that could have had it: judged ones of the same exercise", () => {
  const reps = [rep(1, true), rep(2, false), rep(3, null), rep(4, true, "push_up")];
  const told = { ...analysed([fault("shallow", 2, "major", "squat.deeper")]), rep_count: 4, reps };
  expect(recommended(told)).toEqual(["Baja más (1 de 2 repeticiones)"]);
  expect(large(told)).toEqual(["Desviación grande en 1 de 2: recorrido incompleto"]);
});

test("what was off in a hold is of no repetition", () => {
  expect(recommended(analysed([fault("sag", null, "major", "squat.chest")]))).toEqual(["Levanta el pecho (al mantener la postura)"]);
  expect(large(analysed([fault("sag", null, "major", "squat.chest")]))).toEqual([]);
});

test("how the camera stood is told by its key, and as the box said it where there is none", () => {
  const told = analysed([]);
  expect(placed(told)).toEqual(["Da un paso atrás."]);
  expect(placed({ ...told, view: { quality: 0.5, side: "front", advice: ["Step back."] } })).toEqual(["Step back."]);
});
