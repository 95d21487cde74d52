/** Playing and aligning need no browser. */
import { describe, expect, test } from "vitest";
import type { Rep, Track } from "../src/api";
import { follow, pairs } from "../src/playback/alignment";
import { columnsOf, extentOf } from "../src/playback/curves";
import { bodyAt, indexAt } from "../src/playback/track";
import { advance, seek, shift, stopped, toggle } from "../src/playback/transport";

const rep = (number: number, start_s: number, turn_s: number, end_s: number, exercise = "squat"): Rep => ({
  number, exercise, side: "both", start_s, turn_s, end_s, range_deg: 80, tempo_s: [1, 0, 1], good: true, score: 100, faults: [],
}); // prettier-ignore

const FIRST = [rep(1, 1, 2, 3), rep(2, 5, 6, 7)];
const SECOND = [rep(1, 11, 13, 14), rep(2, 20, 21, 22), rep(3, 24, 25, 26)];

describe("two sessions", () => {
  test("keep step within repetitions, between them, before and after", () => {
    const other = follow(pairs(FIRST, SECOND, FIRST[0]!, SECOND[0]!));
    expect([0, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 9].map(other)).toEqual([10, 11, 12, 13, 13.5, 14, 17, 20, 22, 24]);
  });
  test("are paired from the chosen repetitions on, both ways", () => {
    expect(pairs(FIRST, SECOND, FIRST[1]!, SECOND[2]!).map(([a, b]) => [a.number, b.number])).toEqual([[1, 2], [2, 3]]); // prettier-ignore
  });
  test("of other exercises are not paired", () => {
    expect(pairs(FIRST, [rep(1, 0, 1, 2, "lunge")], FIRST[0]!, rep(1, 0, 1, 2, "lunge"))).toEqual([]);
    expect(follow([])(4)).toBe(4);
  });
});

describe("playing", () => {
  test("goes on at its speed, and ends at the end", () => {
    const playing = toggle({ ...stopped(10), speed: 2 });
    expect(advance(playing, 1).at).toBe(2);
    expect(advance({ ...playing, at: 9.5 }, 1)).toMatchObject({ at: 10, playing: false });
    expect(toggle({ ...stopped(10), at: 10 })).toMatchObject({ at: 0, playing: true });
  });
  test("begins its loop again, and leaves it for a moment outside", () => {
    const looped = { ...stopped(10), at: 3.9, playing: true, loop: [2, 4] as const };
    expect(advance(looped, 0.2)).toMatchObject({ at: 2, playing: true });
    expect(seek(looped, 3).loop).toEqual([2, 4]);
    expect(seek(looped, 8)).toMatchObject({ at: 8, loop: null });
    expect(seek(looped, 99).at).toBe(10);
  });
  test("has five speeds and no more", () => {
    const faster = [1, 1, 1, 1].reduce((now, step) => shift(now, step), stopped(1));
    expect(faster.speed).toBe(4);
    expect([1, 1, 1, 1, 1, 1, 1].reduce((now) => shift(now, -1), faster).speed).toBe(0.25);
  });
});

const world = (x: number): number[] => Array.from({ length: 99 }, (_, i) => (i % 3 === 0 ? x : 1));
const ALL_SEEN = 2 ** 33 - 1;
const TRACK: Track = {
  t: [0, 0.1, 0.2, 1.2], world: [world(100), world(200), null, world(400)], seen: [ALL_SEEN, ALL_SEEN, 0, ALL_SEEN],
  angles: { names: ["left_knee_flexion"], deg: [[10], [20], null, [40]], sd_deg: [[1], [1], null, [2]] },
  load: { names: ["left_knee"], percent: [[10], [20], [null], [40]] }, lost: [],
}; // prettier-ignore

describe("a track", () => {
  test("is asked by bisection", () => {
    expect([-1, 0, 0.05, 0.2, 9].map((t) => indexAt(TRACK.t, t))).toEqual([-1, 0, 0, 2, 3]);
  });
  test("moves evenly between moments and knows when nobody is there", () => {
    expect(bodyAt(TRACK, 0.05)?.world[32]?.[0]).toBeCloseTo(150);
    expect(bodyAt(TRACK, 0.05)?.load).toEqual({ left_knee: 10 });
    expect(bodyAt(TRACK, 0.25)).toBeNull();
    expect(bodyAt(TRACK, 0.8)).toBeNull();
  });
  test("becomes columns with 95 % bands and gaps", () => {
    const [t, value, upper, lower] = columnsOf(TRACK, [0]);
    expect(t).toHaveLength(5);
    expect(value).toEqual([10, 20, null, null, 40]);
    expect(upper![0]).toBeCloseTo(11.96);
    expect(lower![4]).toBeCloseTo(36.08);
  });
  test("has no extent where it was mostly unknown", () => {
    expect(extentOf(TRACK, 0, [0, 0.15])).toEqual([10, 20]);
    const hidden: Track = { ...TRACK, angles: { ...TRACK.angles, deg: [[10], [null], [null], [null]] } };
    expect(extentOf(hidden, 0, [0, 2], 0.5)).toBeNull();
  });
});
