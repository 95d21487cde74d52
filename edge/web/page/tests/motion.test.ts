import { expect, it } from "vitest";
import { isApple, reading } from "../src/phone/motion";

const event = (more: object) => ({ timeStamp: 12, accelerationIncludingGravity: { x: 1, y: 2, z: 9.8 }, rotationRate: { alpha: 180, beta: 90, gamma: 0 }, ...more }) as unknown as DeviceMotionEvent;

it("alpha, beta, gamma turn about x, y, z; in radians", () => {
  expect(reading(event({}), false)).toEqual([12, 1, 2, 9.8, Math.PI, Math.PI / 2, 0]);
});

it("Apple's gravity has the other sign", () => {
  expect(reading(event({}), true)?.slice(1, 4)).toEqual([-1, -2, -9.8]);
});

it.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", 5, true],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/137.0.0.0 Mobile/15E148 Safari/604.1", 5, true],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", 5, true],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", 0, false],
  ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36", 5, false],
])("whose sign it is: %s, %d touches", (userAgent, maxTouchPoints, apple) => {
  expect(isApple({ userAgent, maxTouchPoints })).toBe(apple);
});

it("an upright phone feels the floor push it up, whoever made it", () => {
  const upright = { x: 0, y: 9.8, z: 0 };
  const down = { x: 0, y: -9.8, z: 0 };
  expect(reading(event({ accelerationIncludingGravity: upright }), false)?.[2]).toBe(9.8);
  expect(reading(event({ accelerationIncludingGravity: down }), true)?.[2]).toBe(9.8);
});

it("a phone without a gyroscope says so, one without motion says nothing", () => {
  expect(reading(event({ rotationRate: null }), false)?.slice(4)).toEqual([null, null, null]);
  expect(reading(event({ accelerationIncludingGravity: { x: null, y: null, z: null } }), false)).toBeNull();
});
