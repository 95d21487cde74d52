/* A normal range and values beside it -> a strip with marks. Refuses to know: where values come from. */

import type { Part } from "../charts/joints";

/** Degrees -> percent of the strip's width. */
export interface Scale {
  (degrees: number): number;
  normal: readonly [number, number] | null;
}

const BESIDE = 0.12;
/** Of angles without a published range. */
const PLAIN: readonly [number, number] = [-45, 135];

/** The normal range and some room on both sides. */
export function scaleOf(normal: readonly [number, number] | null): Scale {
  const [low, high] = normal ?? PLAIN;
  const spare = normal ? BESIDE * (high - low) : 0;
  const [from, wide] = [low - spare, high - low + 2 * spare];
  const scale = (degrees: number): number => Math.min(Math.max((100 * (degrees - from)) / wide, 0), 100);
  return Object.assign(scale, { normal });
}

/** The strip; marks are moved by whoever knows the values. */
export function Gauge({ scale, parts }: { scale: Scale; parts: Part[] }) {
  const { normal } = scale;
  return (
    <div class="gauge" aria-hidden="true">
      {normal && <div class="gauge-normal" style={{ left: `${scale(normal[0])}%`, width: `${scale(normal[1]) - scale(normal[0])}%` }} />}
      <div class="gauge-zero" style={{ left: `${scale(0)}%` }} />
      {parts.map(({ where }) => (
        <div key={where} class={`gauge-mark ${where}`} hidden />
      ))}
      {normal && (
        <>
          <span class="gauge-end low">{normal[0]}°</span>
          <span class="gauge-end high">{normal[1]}°</span>
        </>
      )}
    </div>
  );
}
