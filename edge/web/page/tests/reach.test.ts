/** Where a chart's axis ends. */
import { expect, test } from "vitest";
import { reach } from "../src/charts/reach";

const FORM = [0, 100] as const;
const NEVER_LESS = [0, Infinity] as const;

test("it ends a little beyond the values, in steps of five", () => {
  expect(reach(10, 90, 30)).toEqual([5, 95]);
  expect(reach(-20, 60, 30)).toEqual([-25, 65]);
});

test("what hardly moves is not made to look like movement", () => expect(reach(42, 44, 30)).toEqual([25, 60]));

test("without values there is an empty chart of the least height", () => {
  expect(reach(null, null, 40)).toEqual([0, 40]);
  expect(reach(null, null, 40, FORM)).toEqual([0, 40]);
});

test("a form score's axis has no room for more than 100 or less than 0, and is as high all the same", () => {
  expect(reach(92, 100, 40, FORM)).toEqual([55, 100]);
  expect(reach(100, 100, 40, FORM)).toEqual([60, 100]);
  expect(reach(0, 4, 40, FORM)).toEqual([0, 45]);
  expect(reach(3, 99, 40, FORM)).toEqual([0, 100]);
});

test("neither seconds held nor a load are ever less than nothing", () => {
  expect(reach(2, 6, 40, NEVER_LESS)).toEqual([0, 45]);
  expect(reach(80, 160, 40, NEVER_LESS)).toEqual([75, 165]);
});
