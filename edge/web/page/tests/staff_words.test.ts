/** The staff's views' words: every one in both languages. */
import { expect, test } from "vitest";
import { chartWords } from "../src/charts/words";
import { clinicianWords } from "../src/clinician/words";
import { language } from "../src/language";
import { playbackWords } from "../src/playback/words";
import { progressWords } from "../src/progress/words";
import { sessionWords } from "../src/sessions/words";
import { technicianWords } from "../src/technician/words";
import { uploadWords } from "../src/uploads/words";
import { changeWords } from "../src/who/change_words";

type Tree = { [key: string]: unknown };

/** Spelled the same in both languages. */
const SAME = new Set(["normal", "exportKind.opensim", "exportKind.c3d", "exportKind.fhir"]);

const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === "object") return leaves(value as Tree, at);
    return [[at, typeof value === "string" ? value : (value as (...all: number[]) => string)(3, 4, 5)]];
  });

const ALL = { chartWords, clinicianWords, playbackWords, progressWords, sessionWords, technicianWords, uploadWords, changeWords };

test("a set that was judged in part says of how many, and how many were not", () => {
  language.value = "en";
  expect(clinicianWords().count(3, 8, 18)).toBe("3 of 8 good, 10 not judged");
  expect(clinicianWords().count(3, 8, 8)).toBe("3 of 8 good");
  language.value = "es";
  expect(clinicianWords().count(3, 8, 18)).toBe("3 de 8 buenas, 10 sin valorar");
});

test.each(Object.entries(ALL))("%s are all there in both languages, and none was left untranslated", (_, words) => {
  language.value = "en";
  const english = new Map(leaves(words()));
  language.value = "es";
  const spanish = new Map(leaves(words()));
  expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  const left = [...english].filter(([key, text]) => /[A-Za-z]{4}/.test(text) && spanish.get(key) === text && !SAME.has(key));
  expect(left).toEqual([]);
  for (const text of [...english.values(), ...spanish.values()]) expect(text).not.toMatch(/injury|lesión|diagnos/i);
});
