/* The lowest and highest value that are shown -> where a chart's axis ends. Refuses to know: what is drawn. */

const STEP = 5;
const SPARE = 0.06;

/**
 * A little beyond them, in steps, and never narrower than `least`: noise at rest is not to look like movement.
 * within: what no value can leave, nor does the axis, which then reaches further the other way.
 */
export function reach(low: number | null, high: number | null, least: number, [bottom, top]: readonly [number, number] = [-Infinity, Infinity]): [number, number] {
  if (low === null || high === null) return [Math.max(0, bottom), Math.min(Math.max(0, bottom) + least, top)];
  const spare = Math.max((least - (high - low)) / 2, SPARE * (high - low));
  const [from, to] = [Math.floor((low - spare) / STEP) * STEP, Math.ceil((high + spare) / STEP) * STEP];
  const [below, above] = [Math.max(bottom - from, 0), Math.max(to - top, 0)];
  return [Math.max(from - above, bottom), Math.min(to + below, top)];
}
