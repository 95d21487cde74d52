/** The browser's own dialog: Escape, the cross and a press beside it close it, what is behind it cannot be reached.
 * A press that begins inside and ends beside it (text marked with the mouse) closes nothing. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { w } from "../language";
import { Icon } from "./icon";

export function Dialog({ title, close, children, wide = false }: { title: string; close: () => void; children: ComponentChildren; wide?: boolean }) {
  const box = useRef<HTMLDialogElement>(null);
  const pressedBehind = useRef(false);
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={`dialog ${wide ? "wide" : ""}`}
      aria-label={title}
      onClose={close}
      onPointerDown={(event) => (pressedBehind.current = event.target === box.current)}
      onClick={(event) => pressedBehind.current && event.target === box.current && close()}
    >
      <div class="dialog-inside">
        <header>
          <h2>{title}</h2>
          <button class="quiet" type="button" aria-label={w.value.kit.close} onClick={close}><Icon name="close" /></button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
