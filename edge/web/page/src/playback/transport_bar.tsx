/* Buttons that move the moment which is shown. Refuses to know: what is shown. */

import type { Signal } from "@preact/signals";
import { Icon } from "../kit/icon";
import { duration } from "../language";
import { type Playing, seek, shift, SPEEDS, toggle } from "./transport";
import { playbackWords } from "./words";

interface Shown {
  now: Signal<Playing>;
  looped: number | null;
  canLoop: boolean;
  onRepetition: (step: number) => void;
  onLoop: () => void;
}

export function TransportBar({ now, looped, canLoop, onRepetition, onLoop }: Shown) {
  const words = playbackWords();
  const { playing, speed, at, end } = now.value;
  const change = (how: (before: Playing) => Playing) => (): void => {
    now.value = how(now.peek());
  };
  return (
    <div class="transport">
      <button type="button" class="button primary round" aria-label={playing ? words.pause : words.play} onClick={change(toggle)}>
        <Icon name={playing ? "pause" : "play"} />
      </button>
      <button type="button" class="quiet" aria-label={words.previous} disabled={!canLoop} onClick={() => onRepetition(-1)}><Icon name="back" /></button>
      <button type="button" class="quiet" aria-label={words.next} disabled={!canLoop} onClick={() => onRepetition(1)}><Icon name="next" /></button>
      <output class="clock" aria-label={words.time}>{clock(at)} / {duration(end)}</output>
      <div class="speeds" role="group" aria-label={words.speed}>
        <button type="button" class="quiet" aria-label={words.slower} disabled={speed === SPEEDS[0]} onClick={change((before) => shift(before, -1))}>−</button>
        <span class="speed" aria-live="polite">{speed}×</span>
        <button type="button" class="quiet" aria-label={words.faster} disabled={speed === SPEEDS.at(-1)} onClick={change((before) => shift(before, 1))}>+</button>
      </div>
      <button type="button" class="button small" aria-pressed={looped !== null} disabled={!canLoop} onClick={onLoop}>
        <Icon name="turn" size={20} /> <span class="loop-words">{looped === null ? words.loop : words.loopOf(looped)}</span>
      </button>
    </div>
  ); // prettier-ignore
}

/** The moment as a slider over the time line. */
export function Scrubber({ now }: { now: Signal<Playing> }) {
  const { at, end } = now.value;
  return (
    <input
      class="scrubber" type="range" min={0} max={end} step={0.01} value={at} aria-label={playbackWords().time} aria-valuetext={clock(at)}
      onInput={(event) => (now.value = seek(now.peek(), Number(event.currentTarget.value)))}
    />
  ); // prettier-ignore
}

/** Minutes, seconds and tenths. */
export function clock(seconds: number): string {
  const tenths = Math.floor(seconds * 10 + 1e-6);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, "0")}.${tenths % 10}`;
}
