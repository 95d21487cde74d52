import { beforeEach, expect, it } from "vitest";
import { board, frame, news, somebody, take, watchFrames } from "../src/live";
import { coached, lastSet, ownSession } from "../src/training";

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
  for (let k = 0; k < 5300; k += 53) told(...Array.from({ length: 53 }, (_, j): [string, unknown] => ["news", { kind: "cue", t: k + j, text: "" }]));
  expect(news.value).toHaveLength(5000);
  expect(news.value.map(({ t }) => t)).toEqual(Array.from({ length: 5000 }, (_, k) => 5299 - k));
});

it("the board is the newest", () => {
  told(["board", { reps: 1 }], ["board", { reps: 2 }]);
  expect(board.value?.reps).toBe(2);
});

it("what somebody did is not told any more when another one comes", () => {
  const line = (t: number, kind = "rep") => ["news", { kind, t, text: `${t}` }] as [string, unknown];
  told(line(1), line(2, "set"), line(3, "coach"), ["board", { set_reps: 0, session: { id: "a" } }]);
  expect([lastSet.value?.t, coached.value, ownSession.value]).toEqual([2, "3", "a"]);
  told(line(4), ["forget", null], line(1), ["board", { set_reps: 1, session: { id: "b" } }]);
  expect([lastSet.value, coached.value, ownSession.value]).toEqual([null, null, "b"]);
  expect(news.value.map(({ t }) => t)).toEqual([1]);
  told(["board", { set_reps: 0, session: null }]);
  expect(ownSession.value).toBe("b");
  told(["forget", null], ["board", { set_reps: 0, session: null }]);
  expect([news.value, ownSession.value]).toEqual([[], null]);
});
