/* The design system's colours -> what a canvas can be painted with. Refuses to know: what is drawn.

A canvas does not follow CSS variables by itself: colours are read once, and again when the room's light changes. */

export type Ink = "ink" | "soft" | "line" | "card" | "left" | "right" | "trunk" | "good" | "bad" | "warn";

const read = new Map<string, string>();
const listeners = new Set<() => void>();

/** The colour of a CSS variable, `alpha` 0..1. */
export function ink(name: Ink, alpha = 1): string {
  const key = `${name}/${alpha}`;
  const known = read.get(key);
  if (known) return known;
  const colour = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const mixed = alpha === 1 ? colour : `color-mix(in srgb, ${colour} ${Math.round(alpha * 100)}%, transparent)`;
  read.set(key, mixed);
  return mixed;
}

/** Calls `redraw` after the colours have changed; returns how to stop that. */
export function whenRepainted(redraw: () => void): () => void {
  listeners.add(redraw);
  return () => listeners.delete(redraw);
}

function repaint(): void {
  read.clear();
  for (const redraw of listeners) redraw();
}

new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
