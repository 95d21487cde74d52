/* The newest few dozen values of one number -> a line as small as a word. Refuses to know: what is measured. */

import "./charts.css";

interface Shown {
  values: readonly (number | null)[];
  room: number;
  label: string;
}

const [WIDE, HIGH] = [120, 32];

/** room: for so many values; the newest is at the right. */
export function Sparkline({ values, room, label }: Shown) {
  const known = values.filter((value): value is number => value !== null);
  const most = Math.max(...known, 1e-9) * 1.1;
  const x = (i: number): number => WIDE - ((values.length - 1 - i) * WIDE) / (room - 1);
  const y = (value: number): number => HIGH - 2 - ((HIGH - 4) * value) / most;
  let path = "";
  values.forEach((value, i) => {
    if (value !== null) path += `${i > 0 && values[i - 1] != null ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={path} fill="none" vector-effect="non-scaling-stroke" />
    </svg>
  );
}
