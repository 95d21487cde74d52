import { expect, it } from "vitest";
import { reading } from "../src/phone/motion";

const event = (more: object) => ({ timeStamp: 12, accelerationIncludingGravity: { x: 1, y: 2, z: 9.8 }, rotationRate: { alpha: 180, beta: 90, gamma: 0 }, ...more }) as unknown as DeviceMotionEvent;

it("alpha, beta, gamma turn about x, y, z; in radians", () => {
  expect(reading(event({}), false)).toEqual([12, 1, 2, 9.8, Math.PI, Math.PI / 2, 0]);
});

it("Apple's gravity has the other sign", () => {
  expect(reading(event({}), true)?.slice(1, 4)).toEqual([-1, -2, -9.8]);
});

it("a phone without a gyroscope says so, one without motion says nothing", () => {
  expect(reading(event({ rotationRate: null }), false)?.slice(4)).toEqual([null, null, null]);
  expect(reading(event({ accelerationIncludingGravity: { x: null, y: null, z: null } }), false)).toBeNull();
});
