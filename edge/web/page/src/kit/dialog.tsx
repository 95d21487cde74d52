/** The browser's own dialog: Escape and the cross close it, what is behind it cannot be reached. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { w } from "../language";
import { Icon } from "./icon";

export function Dialog({ title, close, children, wide = false }: { title: string; close: () => void; children: ComponentChildren; wide?: boolean }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} class={`dialog ${wide ? "wide" : ""}`} aria-label={title} onClose={close} onClick={(event) => event.target === box.current && close()}>
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
