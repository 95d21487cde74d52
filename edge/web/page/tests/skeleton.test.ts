import { describe, expect, it } from "vitest";
import { bandOf, type Body, facing, type Point, sees, upright } from "../src/skeleton/anatomy";
import { Orbit } from "../src/skeleton/orbit";

const world = (places: Record<number, Point>): (Point | null)[] => Array.from({ length: 33 }, (_, k) => places[k] ?? null);
const body = (places: Record<number, Point>): Body => ({ world: world(places), seen: 0, load: null });

describe("a landmark is seen by its bit", () => {
  it.each([0, 1, 31, 32])("bit %i", (landmark) => {
    expect(sees(2 ** landmark, landmark)).toBe(true);
    expect(sees(2 ** 33 - 1 - 2 ** landmark, landmark)).toBe(false);
  });
});

describe("the colours of load end where the box's do", () => {
  it.each([[0, "low"], [29.9, "low"], [30, "middling"], [60, "high"], [80, "very_high"], [140, "very_high"]] as const)("%d %%", (percent, band) => {
    expect(bandOf(percent)).toBe(band);
  });
});

describe("a body stands on the floor", () => {
  it("whatever is lowest is at 0, up is up, towards the viewer is positive", () => {
    const points = upright(body({ 0: [100, -600, -50], 31: [0, 900, 200] }));
    expect(points[31]).toEqual([0, 0, -0.2]);
    expect(points[0]).toEqual([0.1, 1.5, 0.05]);
    expect(points[5]).toBeNull();
  });
});

describe("which way a person faces", () => {
  const turned = (left: Point, right: Point) => facing(upright(body({ 11: left, 12: right, 23: left, 24: right })));
  it("0 is towards the camera: the left shoulder is on the picture's right", () => {
    expect(turned([200, 0, 0], [-200, 0, 0])).toBeCloseTo(0);
  });
  it("positive is towards the picture's right: the left shoulder is away from the camera", () => {
    expect(turned([0, 0, 200], [0, 0, -200])).toBeCloseTo(Math.PI / 2);
  });
  it("unknown without shoulders and hips", () => {
    expect(facing(world({}))).toBeNull();
  });
});

describe("the view", () => {
  it("front follows the person, the camera's does not", () => {
    const orbit = new Orbit();
    for (let k = 0; k < 100; k++) orbit.follow(1, 0.1);
    expect(orbit.azimuth).toBe(0);
    orbit.choose("front");
    expect(orbit.azimuth).toBeCloseTo(1, 3);
    orbit.choose("side");
    expect(orbit.azimuth).toBeCloseTo(1 + Math.PI / 2, 3);
  });
  it("a turn past the back goes the short way", () => {
    const orbit = new Orbit();
    for (let k = 0; k < 200; k++) orbit.follow(3, 0.1);
    orbit.choose("front");
    orbit.follow(-3, 0.04);
    expect(orbit.azimuth).toBeGreaterThan(3);
  });
  it("keys turn it, Home goes back, and other keys mean nothing", () => {
    const orbit = new Orbit();
    expect([orbit.press("ArrowRight"), orbit.press("+"), orbit.press("a")]).toEqual([true, true, false]);
    expect(orbit.azimuth).toBeGreaterThan(0);
    expect(orbit.zoom).toBeLessThan(1);
    orbit.press("Home");
    expect([orbit.azimuth, orbit.zoom]).toEqual([0, 1]);
  });
  it("never looks from under the floor, nor over the head's back", () => {
    const orbit = new Orbit();
    for (let k = 0; k < 50; k++) orbit.press("ArrowDown");
    expect(orbit.elevation).toBeGreaterThan(-0.2);
    for (let k = 0; k < 99; k++) orbit.press("ArrowUp");
    expect(orbit.elevation).toBeLessThan(Math.PI / 2);
  });
});
