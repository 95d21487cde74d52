import { expect, it } from "vitest";
import { CardReader } from "../src/who/card_reader";

const read = (keys: string[], gap_ms: number): string | null => {
  const reader = new CardReader();
  return keys.map((key, k) => reader.press(key, 1000 + k * gap_ms)).at(-1) ?? null;
};

it("what comes as fast as no finger and ends with Enter is a card", () => {
  expect(read([..."0004711", "Enter"], 8)).toBe("0004711");
});

it("what a person types is not", () => {
  expect(read([..."0004711", "Enter"], 120)).toBeNull();
});

it("too few letters are no card", () => {
  expect(read([..."12", "Enter"], 8)).toBeNull();
});

it("a card after typing is read alone", () => {
  const reader = new CardReader();
  reader.press("x", 0);
  expect([..."4711", "Enter"].map((key, k) => reader.press(key, 5000 + 5 * k)).at(-1)).toBe("4711");
});
