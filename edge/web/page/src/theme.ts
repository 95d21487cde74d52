/** Light, dark, or as the system says -> the page's colours. */
import { signal } from "@preact/signals";
import { remembered } from "./remembered";

export type Theme = "auto" | "light" | "dark";

const memory = remembered("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const kept = memory.get();

export const theme = signal<Theme>(kept === "light" || kept === "dark" ? kept : "auto");
/** What is shown in the end; charts and the 3D view redraw when it changes. */
export const dark = signal(false);

function apply(): void {
  dark.value = theme.value === "auto" ? system.matches : theme.value === "dark";
  document.documentElement.dataset.theme = dark.value ? "dark" : "light";
}

export function choose(wanted: Theme): void {
  theme.value = wanted;
  memory.put(wanted);
  apply();
}

/** A colour of the style sheet, as it is now: `color("good")` reads --good. */
export const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

system.addEventListener("change", apply);
apply();
