/** The last half minute of angles and loads. */
import { expect, test } from "vitest";
import { AngleHistory, SPAN_S } from "../src/clinician/angle_history";
import { LoadHistory } from "../src/clinician/load_history";
import type { Values } from "../src/charts/band_chart";

const columns = (): Values[] => [[], [], [], []];

test("half a minute is kept, with its bands, in seconds before now", () => {
  const history = new AngleHistory(1);
  for (let i = 0; i <= 40 * 30; i++) history.take(100 + i / 30, [i === 1200 ? null : i % 90], [5]);
  const out = columns();
  history.read([0], out);
  expect(out[0]![0]).toBeCloseTo(-SPAN_S, 1);
  expect(out[0]!.at(-1)).toBe(0);
  expect(out[1]!.at(-1)).toBeNull();
  expect(out[1]!.at(-2)).toBe(1199 % 90);
  expect(out[2]!.at(-2)! - out[1]!.at(-2)!).toBeCloseTo(9.8);
  expect(out.map((column) => column.length)).toEqual(Array(4).fill(out[0]!.length));
  expect(history.extent(0)).toEqual([0, 89]);
});

test("what is mostly unknown has no extent, and a clock that goes back begins anew", () => {
  const history = new AngleHistory(1);
  for (let i = 0; i < 10; i++) history.take(i, [i < 3 ? i : null], [1]);
  expect(history.extent(0)).toEqual([0, 2]);
  expect(history.extent(0, 0.5)).toBeNull();
  history.take(1, [7], [1]);
  expect(history.extent(0)).toEqual([7, 7]);
});

test("one bad frame makes no load, and half a minute later all is forgotten", () => {
  const history = new LoadHistory();
  for (let i = 0; i < 30; i++) history.take(i / 30, { left_knee: i === 15 ? 400 : 50 });
  expect(history.most()).toEqual({ left_knee: 50 });
  expect(history.now).toEqual({ left_knee: 50 });
  history.take(40, { left_knee: 10 });
  expect(history.most()).toEqual({ left_knee: 10 });
});
