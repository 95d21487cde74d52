import { expect, it } from "vitest";
import type { Person } from "../src/api";
import { changes, known } from "../src/who/changes";

const ANA: Person = { id: "p1", name: "Ana", height_m: 1.74, mass_kg: 63, sex: "F", age: 34, consent: { recording: true, phone: false, given_at: 1 }, has_card: true };
const before = known(ANA, "english");

it("nothing touched is nothing changed", () => {
  expect(changes(before, { ...before }, false)).toEqual({});
  expect(changes(before, { ...before, consent: { ...before.consent }, card: "  " }, false)).toEqual({});
});

it("a measure that was emptied is forgotten, and nothing else is sent", () => {
  expect(changes(before, { ...before, mass_kg: null, name: "Anna" }, false)).toEqual({ name: "Anna", mass_kg: null });
});

it("a consent is sent whole, and only where it is another", () => {
  expect(changes(before, { ...before, consent: { recording: false, phone: false } }, false)).toEqual({ consent: { recording: false, phone: false } });
});

it("a card is given, or taken away, which counts more", () => {
  expect(changes(before, { ...before, card: "4711" }, false)).toEqual({ card: "4711" });
  expect(changes(before, { ...before, card: "4711" }, true)).toEqual({ card: "" });
});

it("whoever told nothing but a name has agreed to nothing", () => {
  expect(known({ id: "p2", name: "Ben", consent: null }, "").consent).toEqual({ recording: false, phone: false });
});
