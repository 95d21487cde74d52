import { beforeEach, expect, it } from "vitest";
import { board, frame, news, somebody, take, watchFrames } from "../src/live";

const told = (...messages: [string, unknown][]) => take(JSON.stringify(messages.map(([kind, body]) => ({ kind, body }))));

beforeEach(() => {
  news.value = [];
});

it("of frames only the newest is kept", () => {
  const seen: unknown[] = [];
  const stop = watchFrames((body) => seen.push(body?.t));
  told(["frame", { t: 1 }], ["frame", { t: 2 }]);
  stop();
  told(["frame", null]);
  expect(seen).toEqual([1, 2]);
  expect(frame()).toBeNull();
  expect(somebody.value).toBe(false);
});

it("news are kept newest first, and not for ever", () => {
  for (let k = 0; k < 300; k++) told(["news", { kind: "cue", t: k, text: String(k) }]);
  expect(news.value).toHaveLength(200);
  expect(news.value[0]?.t).toBe(299);
});

it("the board is the newest", () => {
  told(["board", { reps: 1 }], ["board", { reps: 2 }]);
  expect(board.value?.reps).toBe(2);
});
