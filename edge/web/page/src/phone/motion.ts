/** The browser's motion events -> readings in SI units, in batches. Refuses to know: who gets them. */

/** t ms, accel x y z m/s2 with gravity, gyro x y z rad/s (null where it has none), in the phone's axes: x right, y up, z out of the screen. */
export type Reading = [number, number, number, number, number | null, number | null, number | null];

/** Messages a second; more would only cost the phone's battery. */
const BATCH_MS = 100;
const RADIANS = Math.PI / 180;

/** Apple's browsers, and all others there are made of its WebKit, give gravity the other sign. A tablet of theirs may call itself a Macintosh. */
export const isApple = ({ userAgent, maxTouchPoints }: Pick<Navigator, "userAgent" | "maxTouchPoints">): boolean =>
  /iPhone|iPad|iPod|Macintosh/.test(userAgent) && maxTouchPoints > 1;

interface AskingMotionEvent {
  requestPermission?: () => Promise<"granted" | "denied">;
}

/** Whether this browser has motion sensors at all. */
export const hasMotion = (): boolean => typeof DeviceMotionEvent !== "undefined" && isSecureContext;

/** Ask the person, where the browser wants that. Must be called from a touch. */
export async function mayMeasure(): Promise<boolean> {
  const asking = DeviceMotionEvent as unknown as AskingMotionEvent;
  return asking.requestPermission ? (await asking.requestPermission()) === "granted" : true;
}

/**
 * An event -> its reading; null where the phone gives none. Of a rotation rate alpha turns about x, beta about y, gamma about z, unlike the
 * angles of an orientation: so do the browsers, and so says w3c/deviceorientation since its issue 44.
 */
export function reading(event: DeviceMotionEvent, apple: boolean): Reading | null {
  const [force, turn] = [event.accelerationIncludingGravity, event.rotationRate];
  if (force?.x == null || force.y == null || force.z == null) return null;
  const sign = apple ? -1 : 1;
  const rate = (degrees: number | null | undefined): number | null => (degrees == null ? null : degrees * RADIANS);
  return [event.timeStamp, sign * force.x, sign * force.y, sign * force.z, rate(turn?.alpha), rate(turn?.beta), rate(turn?.gamma)];
}

const brief = (value: Reading): Reading => value.map((part, k) => (part === null ? null : Number(part.toFixed(k ? 4 : 1)))) as Reading;

/** Batches until its answer is called. */
export function watchMotion(take: (batch: Reading[]) => void): () => void {
  let batch: Reading[] = [];
  const apple = isApple(navigator);
  const listen = (event: DeviceMotionEvent) => {
    const found = reading(event, apple);
    if (found) batch.push(brief(found));
  };
  const send = () => {
    if (batch.length) take(batch);
    batch = [];
  };
  const timer = setInterval(send, BATCH_MS);
  addEventListener("devicemotion", listen);
  return () => {
    clearInterval(timer);
    removeEventListener("devicemotion", listen);
  };
}
