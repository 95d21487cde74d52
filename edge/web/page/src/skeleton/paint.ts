/** The style sheet's colours and a load -> the colours of a drawn body. */
import { color } from "../theme";
import { type Band, bandOf } from "./anatomy";

export interface Paint {
  skin: string;
  unsure: string;
  left: string;
  right: string;
  floor: string;
  ink: string;
  load: Record<Band, string>;
}

/** As the page looks now. */
export const paint = (): Paint => ({
  skin: color("body"),
  unsure: color("unsure"),
  left: color("left"),
  right: color("right"),
  floor: color("floor"),
  ink: color("ink"),
  load: { low: color("load-low"), middling: color("load-middling"), high: color("load-high"), very_high: color("load-very-high") },
});

/** Of a joint; null where its load is unknown. */
export function loadColor(colors: Paint, load: Readonly<Record<string, number | null>> | null, joint: string): string | null {
  const percent = load?.[joint];
  return percent == null ? null : colors.load[bandOf(percent)];
}
