/* The last half minute of some movements -> curves that move with the athlete. Refuses to know: how movements are chosen. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import { BandChart, type Curve, type Mark, type Values } from "../charts/band_chart";
import { ChartFrame, type Table } from "../charts/chart_box";
import type { Movement } from "../charts/joints";
import { chartWords, movementName } from "../charts/words";
import { inkOf } from "../judged";
import { type AngleHistory, SPAN_S } from "./angle_history";
import { useSlowly } from "./slowly";
import { reps } from "./told";
import { clinicianWords } from "./words";

const HEIGHT_PX = 160;
const LEAST_DEG = 40;

/** One chart a movement; all are painted in one go, once for each refresh of the screen that has something new. */
export function LiveCharts({ movements, history }: { movements: Movement[]; history: AngleHistory }) {
  const painters = useRef(new Set<() => void>());
  useEffect(() => {
    let [painted, asked] = [-1, 0];
    const paint = (): void => {
      asked = requestAnimationFrame(paint);
      if (history.taken === painted) return;
      painted = history.taken;
      for (const painter of painters.current) painter();
    };
    paint();
    return () => cancelAnimationFrame(asked);
  }, [history]);
  if (!movements.length) return <p class="hint">{clinicianWords().curvesEmpty}</p>;
  return (
    <div class="live-charts">
      {movements.map((movement) => (
        <LiveChart key={movement.movement} movement={movement} history={history} painters={painters.current} />
      ))}
    </div>
  );
}

interface Shown {
  movement: Movement;
  history: AngleHistory;
  painters: Set<() => void>;
}

function LiveChart({ movement, history, painters }: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const words = clinicianWords();
  const curves = useMemo(() => curvesOf(movement), [movement, words]);
  useEffect(() => {
    const chart = new BandChart(box.current!, {
      curves, unit: "°", height: HEIGHT_PX, span: [-SPAN_S, 0], least: LEAST_DEG, normal: movement.normal, x: (at) => words.secondsBefore(Math.round(at)),
    }); // prettier-ignore
    const columns: Values[] = Array.from({ length: 1 + 3 * curves.length }, () => []);
    const angles = movement.parts.map((part) => part.at);
    const painter = (): void => {
      history.read(angles, columns);
      chart.show(columns, marksAt(history.latest()));
    };
    painter();
    painters.add(painter);
    return () => {
      painters.delete(painter);
      chart.close();
    };
  }, [movement, history, words]);
  const said = useSlowly(() => summary(movement, history), [movement, history, words]);
  return (
    <ChartFrame title={movementName(movement.movement)} summary={said} curves={curves} normal={movement.normal} unit="°" table={() => tableOf(movement, history)}>
      <div ref={box} class="chart-canvas" />
    </ChartFrame>
  );
}

function curvesOf(movement: Movement): Curve[] {
  const words = chartWords();
  if (movement.parts.length === 1) return [{ label: movementName(movement.movement), colour: "trunk" }];
  return movement.parts.map(({ where }) => ({ label: words[where], colour: where === "left" ? "left" : "right" }));
}

/** Where repetitions turned and ended, in seconds before now. */
function marksAt(now: number): Mark[] {
  const marks: Mark[] = [];
  for (const rep of reps.peek()) {
    if (now - rep.start_s > SPAN_S) continue;
    marks.push({ at: rep.turn_s - now, colour: inkOf(rep.good), word: String(rep.number) }, { at: rep.end_s - now, colour: "line" });
  }
  return marks;
}

function tableOf(movement: Movement, history: AngleHistory): Table {
  const words = chartWords();
  const rows = movement.parts.map(({ where, at }) => {
    const extent = history.extent(at);
    const cells = extent ? [extent[0], extent[1], extent[1] - extent[0]].map((value) => `${Math.round(value)}°`) : Array<string>(3).fill(words.unknown);
    return [words[where], ...cells];
  });
  return { head: [movementName(movement.movement), words.lowest, words.highest, words.range], rows };
}

function summary(movement: Movement, history: AngleHistory): string {
  const extents = movement.parts.map(({ at }) => history.extent(at)).filter((extent) => extent !== null);
  const [low, high] = [Math.min(...extents.map(([from]) => from)), Math.max(...extents.map(([, to]) => to))];
  const name = movementName(movement.movement);
  return extents.length ? clinicianWords().chart(name, low.toFixed(0), high.toFixed(0)) : name;
}
