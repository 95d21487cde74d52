/* Frames' angles -> a table by joint: both sides with their half-widths, the difference, the normal range. Refuses to know: curves.

The table is built once; numbers change five times a second, which eyes can follow. */

import { useEffect, useRef } from "preact/hooks";
import type { Movement, Part } from "../charts/joints";
import { jointName, movementName, shortName } from "../charts/words";
import { type Frame, frame } from "../live";
import { HALF_WIDTH_SDS } from "./angle_history";
import { Gauge, type Scale, scaleOf } from "./gauge";
import { clinicianWords } from "./words";

const EVERY_MS = 200;
/** A number that no frame has confirmed for so long is no longer shown. */
const STALE_MS = 3000;
/** Half-widths beyond this are shown in grey, degrees. */
const UNSURE_DEG = 25;

interface Shown {
  movements: Movement[];
  chosen: readonly string[];
  onChoose: (movement: string) => void;
}

export function AngleTable({ movements, chosen, onChoose }: Shown) {
  const words = clinicianWords();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const rows = movements.map((movement, i) => new LiveRow(movement, body.current!.rows[i]!));
    const newest = freshness();
    const timer = setInterval(() => {
      const angles = newest()?.angles ?? null;
      rows.forEach((row) => row.write(angles, words.beyond));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [movements, words]);
  return (
    <div class="table-scroll angles" tabIndex={0} role="region" aria-label={words.angles}>
      <table class="angle-table">
        <thead>
          <tr>
            <th scope="col">{words.joint}</th>
            <th scope="col">{words.movement}</th>
            <th scope="col" class="number left">{words.left}</th>
            <th scope="col" class="number right">{words.right}</th>
            <th scope="col" class="number">{words.difference}</th>
            <th scope="col" class="wide">{words.normalRange}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {movements.map((row, i) => (
            <Row key={row.movement} row={row} first={row.joint !== movements[i - 1]?.joint} pressed={chosen.includes(row.movement)} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowShown {
  row: Movement;
  first: boolean;
  pressed: boolean;
  onChoose: (movement: string) => void;
}

function Row({ row, first, pressed, onChoose }: RowShown) {
  const name = movementName(row.movement);
  const paired = row.parts.length > 1;
  return (
    <tr class={first ? "first" : ""}>
      <td class="joint">{first ? jointName(row.joint) : ""}</td>
      <th scope="row">
        <button type="button" class="row-name" aria-pressed={pressed} aria-label={clinicianWords().follow(name)} onClick={() => onChoose(row.movement)}>
          <span class="beside-joint">{shortName(row.movement)}</span>
          <span class="alone">{name}</span>
        </button>
      </th>
      {row.parts.map((part) => (
        <td key={part.at} class="number angle unknown" data-angle={part.at} colSpan={paired ? 1 : 2}>
          –
        </td>
      ))}
      <td class="number difference" />
      <td class="wide">
        <Gauge scale={scaleOf(row.normal)} parts={row.parts} />
      </td>
    </tr>
  );
}

/** The newest frame, while frames come. */
function freshness(): () => Frame | null {
  let [known, since] = [frame(), performance.now()];
  return () => {
    if (frame() !== known) [known, since] = [frame(), performance.now()];
    return performance.now() - since < STALE_MS ? known : null;
  };
}

/** Where one row's numbers are written. */
class LiveRow {
  private readonly scale: Scale;
  private readonly cells: { part: Part; cell: HTMLElement; mark: HTMLElement }[];
  private readonly difference: HTMLElement;

  constructor(private readonly movement: Movement, row: HTMLTableRowElement) {
    this.scale = scaleOf(movement.normal);
    this.difference = row.querySelector(".difference")!;
    this.cells = movement.parts.map((part) => ({
      part,
      cell: row.querySelector(`[data-angle="${part.at}"]`)!,
      mark: row.querySelector(`.gauge-mark.${part.where}`)!,
    }));
  }

  write(angles: Frame["angles"], beyond: string): void {
    const values = this.cells.map(({ part, cell, mark }) => {
      const value = angles?.deg[part.at] ?? null;
      const half = value === null ? null : (angles?.sd[part.at] ?? NaN) * HALF_WIDTH_SDS;
      this.writeCell(cell, value, half, beyond);
      this.place(mark, value, half);
      return value;
    });
    const [left, right] = values;
    const both = this.cells.length === 2 && left != null && right != null;
    put(this.difference, both ? signed(left - right) : "");
  }

  private writeCell(cell: HTMLElement, value: number | null, half: number | null, beyond: string): void {
    const outside = value !== null && this.isOutside(value, half ?? 0);
    put(cell, value === null ? "–" : `${plain(value)}${half === half && half !== null ? ` ± ${Math.round(half)}` : ""}`);
    cell.classList.toggle("unknown", value === null || !(half! <= UNSURE_DEG));
    cell.classList.toggle("beyond", outside);
    cell.title = outside ? beyond : "";
  }

  /** Even allowing for what it may be off. */
  private isOutside(value: number, half: number): boolean {
    const { normal } = this.movement;
    return normal !== null && (value - half > normal[1] || value + half < normal[0]);
  }

  private place(mark: HTMLElement, value: number | null, half: number | null): void {
    mark.hidden = value === null;
    if (value === null) return;
    const spread = half === half && half !== null ? half : 0;
    const [from, to] = [this.scale(value - spread), this.scale(value + spread)];
    mark.style.left = `${from}%`;
    mark.style.width = `${to - from}%`;
    mark.style.setProperty("--at", `${to > from ? (100 * (this.scale(value) - from)) / (to - from) : 50}%`);
  }
}

/** Whole degrees, with a minus sign that is as wide as a plus. */
const plain = (degrees: number): string => `${Math.round(degrees) < 0 ? "−" : ""}${Math.abs(Math.round(degrees))}°`;
const signed = (degrees: number): string => `${Math.round(degrees) > 0 ? "+" : ""}${plain(degrees)}`;

function put(cell: HTMLElement, text: string): void {
  if (cell.textContent !== text) cell.textContent = text;
}
