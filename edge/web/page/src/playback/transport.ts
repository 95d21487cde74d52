/* Keys and the passing of time -> the moment that is shown. Refuses to know: what is shown then. */

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** at, end: s. loop: the stretch that is played over and over, or null. */
export interface Playing {
  at: number;
  end: number;
  playing: boolean;
  speed: number;
  loop: readonly [number, number] | null;
}

export const stopped = (end: number): Playing => ({ at: 0, end, playing: false, speed: 1, loop: null });

/** After `passed` s of the room's clock. */
export function advance(now: Playing, passed: number): Playing {
  if (!now.playing) return now;
  const at = now.at + passed * now.speed;
  const [from, to] = now.loop ?? [0, now.end];
  if (now.loop) return { ...now, at: at >= to ? from : Math.max(at, from) };
  return at >= to ? { ...now, at: to, playing: false } : { ...now, at };
}

/** At another moment; a loop that does not hold it ends. */
export function seek(now: Playing, at: number): Playing {
  const placed = Math.min(Math.max(at, 0), now.end);
  const kept = now.loop && placed >= now.loop[0] && placed <= now.loop[1] ? now.loop : null;
  return { ...now, at: placed, loop: kept };
}

/** Play or pause; at the end it begins again. */
export const toggle = (now: Playing): Playing =>
  now.playing ? { ...now, playing: false } : { ...now, playing: true, at: now.at >= now.end - 1e-3 && !now.loop ? 0 : now.at };

/** One step faster (1) or slower (-1). */
export function shift(now: Playing, step: number): Playing {
  const i = SPEEDS.findIndex((speed) => speed === now.speed) + step;
  return { ...now, speed: SPEEDS[Math.min(Math.max(i, 0), SPEEDS.length - 1)]! };
}
