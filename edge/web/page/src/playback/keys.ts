/* Keys -> what they do to the playing. Refuses to know: what is played. */

import { useLayoutEffect } from "preact/hooks";
import { type Playing, seek, shift, toggle } from "./transport";

const STEP_S = 1;
const FINE_S = 0.1;
/** In these a key means something else. */
const TYPING = "input:not([type=range]), select, textarea, summary";

export interface Moves {
  change: (how: (now: Playing) => Playing) => void;
  repetition: (step: number) => void;
  loop: () => void;
}

type Action = (moves: Moves, fine: boolean) => void;

const by = (sign: number): Action => (moves, fine) => moves.change((now) => seek(now, now.at + sign * (fine ? FINE_S : STEP_S)));

const KEYS: Record<string, Action> = {
  " ": (moves) => moves.change(toggle),
  ArrowLeft: by(-1),
  ArrowRight: by(1),
  Home: (moves) => moves.change((now) => seek(now, 0)),
  End: (moves) => moves.change((now) => seek(now, now.end)),
  ",": (moves) => moves.change((now) => shift(now, -1)),
  ".": (moves) => moves.change((now) => shift(now, 1)),
  "[": (moves) => moves.repetition(-1),
  "]": (moves) => moves.repetition(1),
  l: (moves) => moves.loop(),
};

export function useKeys(moves: Moves): void {
  // Before the button is painted that says that keys work.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const action = KEYS[event.key];
      if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target.matches(TYPING)) return;
      if (event.key === " " && target.closest("button, a")) return; // presses what has the focus
      event.preventDefault();
      action(moves, event.shiftKey);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}
