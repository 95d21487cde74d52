/** What was found when an exercise was taught, in one sentence of either language. */
import { expect, test } from "vitest";
import type { MovementFound } from "../src/api";
import { foundInWords, teachWords } from "../src/clinician/teach_words";
import { language } from "../src/language";

const FOUND: MovementFound = { reps: 5, side: "left", alternating: false, joint: "elbow", from_deg: 35, to_deg: 140, rep_s: 2.4 };
const JOINTS = ["knee", "hip", "elbow", "shoulder", "ankle", "trunk", "neck_tilt", "head_pitch"];

test("it says how many, of what, how far and how long", () => {
  language.value = "en";
  expect(foundInWords(FOUND)).toBe("5 repetitions of the left elbow, from 35 to 140 degrees, about 2.4 s each.");
  expect(foundInWords({ ...FOUND, side: "both", alternating: true })).toContain("of the left and right elbow in turn");
  language.value = "es";
  expect(foundInWords(FOUND)).toBe("5 repeticiones con el codo izquierdo, de 35 a 140 grados, de unos 2,4 s cada una.");
});

test("every joint that can be found has its words in both languages", () => {
  for (const spoken of ["en", "es"] as const) {
    language.value = spoken;
    for (const joint of JOINTS) expect(foundInWords({ ...FOUND, joint, side: "both" })).not.toMatch(/undefined|_/);
    expect(Object.keys(teachWords().whose)).toEqual(JOINTS);
  }
});
