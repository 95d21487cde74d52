/* A few labelled numbers -> upright bars, drawn by the page itself. Refuses to know: what is counted. */

import { number } from "../language";
import type { Ink } from "./palette";
import "./charts.css";

const VALUED = 16;

/** part: of the bar that is filled, 0..value; all of it where absent. value: null where it is not known. */
export interface Bar {
  key: string;
  label: string;
  value: number | null;
  part?: number;
  colour: Ink;
  title: string;
}

interface Shown {
  bars: Bar[];
  most: number;
  target?: number | null;
  unit: string;
  summary: string;
  picked?: string | null;
  onPick?: (key: string) => void;
  /** So many labels have room. */
  labels?: number;
  /** Each bar says its value, where that has room. */
  valued?: boolean;
}

/** Bars of 0..most; a dashed line at the target. Those that can be picked are buttons. */
export function Bars({ bars, most, target, unit, summary, picked, onPick, labels = 40, valued = false }: Shown) {
  const high = (value: number | null): string => `${(100 * Math.min(value ?? 0, most)) / most}%`;
  return (
    <div class="bars" role={onPick ? "group" : "img"} aria-label={summary}>
      {target != null && target <= most && (
        <div class="bars-target" style={{ bottom: `calc(1.4rem + (100% - 1.4rem) * ${target / most})` }}>
          <span>
            {Math.round(target)}
            {unit}
          </span>
        </div>
      )}
      {bars.map((bar, i) => {
        const inside = (
          <>
            <span class="bar-room">
              <span class={`bar-fill ${bar.colour}${bar.part === undefined ? "" : " pale"}`} style={{ height: high(bar.value) }} />
              {bar.part !== undefined && <span class={`bar-fill ${bar.colour}`} style={{ height: high(bar.part) }} />}
              {valued && bars.length <= VALUED && <span class="bar-value" aria-hidden="true" style={{ bottom: high(bar.value) }}>{bar.value === null ? "–" : `${number(bar.value)}${unit}`}</span>}
            </span>
            <span class="bar-label" aria-hidden="true">{i % Math.ceil(bars.length / labels) === 0 ? bar.label : ""}</span>
            <span class="visually-hidden">{bar.title}</span>
          </>
        );
        if (!onPick) return <div class="bar thin" key={bar.key} title={bar.title}>{inside}</div>; // prettier-ignore
        return (
          <button type="button" class="bar" key={bar.key} title={bar.title} aria-pressed={picked === bar.key} onClick={() => onPick(bar.key)}>
            {inside}
          </button>
        );
      })}
    </div>
  );
}
