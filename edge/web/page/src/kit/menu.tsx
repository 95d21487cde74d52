/** A button, and a card of choices that it opens; a press elsewhere or Escape closes it again. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Shown {
  label: ComponentChildren;
  /** Of the card. */
  kind: string;
  children: ComponentChildren;
}

export function Menu({ label, kind, children }: Shown) {
  const menu = useRef<HTMLDetailsElement>(null);
  const button = useRef<HTMLElement>(null);
  useEffect(() => {
    const elsewhere = (event: Event): void => {
      if (menu.current?.open && !menu.current.contains(event.target as Node)) menu.current.open = false;
    };
    const escape = ({ key }: KeyboardEvent): void => {
      if (key !== "Escape" || !menu.current?.open) return;
      menu.current.open = false;
      button.current?.focus();
    };
    addEventListener("pointerdown", elsewhere);
    addEventListener("keydown", escape);
    return () => {
      removeEventListener("pointerdown", elsewhere);
      removeEventListener("keydown", escape);
    };
  }, []);
  return (
    <details ref={menu} class="menu">
      <summary ref={button} class="button small">{label}</summary>
      <div class={`card menu-card ${kind}`}>{children}</div>
    </details>
  ); // prettier-ignore
}
