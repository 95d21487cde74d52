/* How far each joint moved on either side -> bars that grow apart from the middle. Refuses to know: when that was. */

import { chartWords, movementName } from "./words";
import "./charts.css";

/** left, right: how far it moved, degrees. */
export interface Sides {
  movement: string;
  left: number;
  right: number;
}

/** Bars share one scale, so that rows can be compared too; the bars are read out as a table. */
export function Symmetry({ rows }: { rows: Sides[] }) {
  const words = chartWords();
  const most = Math.max(30, ...rows.flatMap((row) => [row.left, row.right]));
  const bar = (side: "left" | "right", value: number) => <span class={`sides-bar ${side}`} style={{ width: `${(100 * value) / most}%` }} />;
  return (
    <table class="sides">
      <thead>
        <tr>
          <th scope="col" class="visually-hidden">{words.movementTitle}</th>
          <th scope="col" class="left" colSpan={2}>{words.left}</th>
          <th scope="col" class="right" colSpan={2}>{words.right}</th>
          <th scope="col">{words.difference}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ movement, left, right }) => (
          <tr key={movement}>
            <th scope="row">{movementName(movement)}</th>
            <td class="sides-value">{Math.round(left)}°</td>
            <td class="sides-room left">{bar("left", left)}</td>
            <td class="sides-room">{bar("right", right)}</td>
            <td class="sides-value">{Math.round(right)}°</td>
            <td class="sides-difference">{Math.round(Math.abs(left - right))}°</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
