import { expect, it } from "vitest";
import { learnSentences, saidInWords } from "../src/language";
import { en } from "../src/words/en";
import { es } from "../src/words/es";

type Tree = { [key: string]: string | ((...words: never[]) => string) | Tree };

const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === "object") return leaves(value, at);
    return [[at, typeof value === "string" ? value : (value as (a: unknown, b: unknown) => string)(3, 4)]];
  });

it("every word is there in both languages, and none was left untranslated", () => {
  const [english, spanish] = [new Map(leaves(en as unknown as Tree)), new Map(leaves(es as unknown as Tree))];
  expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  const left = [...english].filter(([key, text]) => /[A-Za-z]{4}/.test(text) && spanish.get(key) === text).map(([key]) => key);
  expect(left).toEqual([]);
});

it("nobody is promised what the product must not promise", () => {
  for (const [, text] of [...leaves(en as unknown as Tree), ...leaves(es as unknown as Tree)]) expect(text).not.toMatch(/injury|lesión|diagnos/i);
});

it("what was said in the box's language is shown in the page's, and as it was said where the box gave no key", () => {
  learnSentences({ "news.set": "Serie {number}: {exercise}", "exercise.squat": "sentadilla" });
  expect(saidInWords({ text: "Set 2: squat", key: "news.set", fields: { number: "2", exercise: "squat" } })).toBe("Serie 2: sentadilla");
  expect(saidInWords({ text: "Well done." })).toBe("Well done.");
});
