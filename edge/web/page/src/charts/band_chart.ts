/* Columns of numbers -> curves with their error bands, on a canvas. Refuses to know: joints, sessions, and where the numbers come from. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { ink, type Ink, whenRepainted } from "./palette";
import { reach } from "./reach";

export type Values = (number | null)[];

/** One curve; its columns are value, upper, lower. dashed: told apart without colour too. */
export interface Curve {
  label: string;
  colour: Ink;
  dashed?: boolean;
  points?: boolean;
}

/** A thin line across the chart, with a word at its top. */
export interface Mark {
  at: number;
  colour: Ink;
  word?: string;
}

/** least, within: of the y axis, as of `reach`. normal: a range that is shaded. x: how a moment is written.
moved: the pointer is at this moment; pressed: it was pressed there. */
export interface ChartOptions {
  curves: Curve[];
  unit: string;
  height: number;
  span?: readonly [number, number] | undefined;
  least: number;
  within?: readonly [number, number] | undefined;
  normal?: readonly [number, number] | null | undefined;
  x: (at: number) => string;
  moved?: ((at: number | null) => void) | undefined;
  pressed?: ((at: number) => void) | undefined;
}

const NORMAL_SHADE = 0.09;
const BAND_SHADE = 0.2;
const AXIS_FONT = "12px system-ui, sans-serif";

/** A chart in a box of its own, which follows the box's width and the room's light. */
export class BandChart {
  private readonly plot: uPlot;
  private readonly box: HTMLElement;
  private readonly watcher: ResizeObserver;
  private readonly forget: () => void;
  private readonly pointer: HTMLElement;
  private marks: readonly Mark[] = [];
  private pointed: number | null = null;

  constructor(box: HTMLElement, private readonly options: ChartOptions) {
    this.box = box;
    this.pointer = document.createElement("div");
    this.pointer.className = "chart-playhead";
    this.pointer.hidden = true;
    this.plot = new uPlot(this.settings(), [[], ...options.curves.flatMap(() => [[], [], []])] as uPlot.AlignedData, box);
    this.plot.over.append(this.pointer);
    this.plot.over.addEventListener("click", (event) => options.pressed?.(this.plot.posToVal(event.offsetX, "x")));
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(box);
    this.forget = whenRepainted(() => this.plot.redraw(false, true));
  }

  /** [x, then value, upper, lower of each curve]; a caller may write new numbers into the same arrays and show them again. */
  show(columns: Values[], marks: readonly Mark[] = this.marks): void {
    this.marks = marks;
    this.plot.setData(columns as uPlot.AlignedData, true);
  }

  mark(marks: readonly Mark[]): void {
    this.marks = marks;
    this.plot.redraw(false);
  }

  /** Where the time line is now; moves without painting the curves again. */
  point(at: number | null): void {
    this.pointed = at;
    this.placePointer(this.plot);
  }

  zoom(span: readonly [number, number]): void {
    this.plot.setScale("x", { min: span[0], max: span[1] });
  }

  close(): void {
    this.watcher.disconnect();
    this.forget();
    this.plot.destroy();
  }

  /** Again after each painting: before the first one, and while scales change, a moment has no place yet. */
  private placePointer(plot: uPlot): void {
    const at = this.pointed;
    const place = at === null || plot.scales.x?.min == null ? NaN : plot.valToPos(at, "x");
    this.pointer.hidden = !(place >= 0 && place <= plot.over.clientWidth);
    this.pointer.style.transform = `translateX(${place || 0}px)`;
  }

  private fit(): void {
    const width = Math.floor(this.box.clientWidth);
    if (width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: this.options.height });
  }

  private settings(): uPlot.Options {
    const { curves, unit, height, span, x, moved } = this.options;
    return {
      width: Math.max(Math.floor(this.box.clientWidth), 120),
      height,
      padding: [10, 18, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: false, ...(span ? { range: (): [number, number] => [span[0], span[1]] } : {}) }, y: { range: (_, low, high) => reach(low, high, this.options.least, this.options.within) } },
      axes: [
        axis({ values: (_, ticks) => ticks.map(x), size: 28, space: 70 }),
        axis({ values: (_, ticks) => ticks.map((tick) => `${String(tick).replace("-", "−")}${unit}`), size: 52, space: 32 }),
      ],
      series: [{}, ...curves.flatMap(lines)],
      bands: curves.map((curve, i) => ({ series: [3 * i + 2, 3 * i + 3], fill: () => ink(curve.colour, BAND_SHADE) })),
      hooks: { drawAxes: [(plot) => this.shadeNormal(plot)], draw: [(plot) => this.drawMarks(plot), (plot) => this.placePointer(plot)], ...(moved ? { setCursor: [follower(moved)] } : {}) },
    };
  }

  private shadeNormal(plot: uPlot): void {
    const { normal } = this.options;
    if (!normal || plot.scales.y?.min == null) return;
    const { left, top, width, height } = plot.bbox;
    const [y0, y1] = [plot.valToPos(normal[1], "y", true), plot.valToPos(normal[0], "y", true)];
    const [from, to] = [Math.max(y0, top), Math.min(y1, top + height)];
    if (to <= from) return;
    plot.ctx.fillStyle = ink("good", NORMAL_SHADE);
    plot.ctx.fillRect(left, from, width, to - from);
  }

  private drawMarks(plot: uPlot): void {
    const { left, top, width, height } = plot.bbox;
    const pen = plot.ctx;
    pen.save();
    pen.font = `600 ${11 * devicePixelRatio}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.lineWidth = devicePixelRatio;
    let free = left;
    for (const mark of this.marks) {
      const x = plot.valToPos(mark.at, "x", true);
      if (x < left || x > left + width) continue;
      pen.strokeStyle = ink(mark.colour, 0.55);
      pen.beginPath();
      pen.moveTo(x, top + (mark.word ? 14 * devicePixelRatio : 0));
      pen.lineTo(x, top + height);
      pen.stroke();
      pen.fillStyle = ink(mark.colour);
      const half = pen.measureText(mark.word ?? "").width / 2;
      if (!mark.word || x - half < free) continue; // no word over another
      pen.fillText(mark.word, x, top + 11 * devicePixelRatio);
      free = x + half + 2 * devicePixelRatio;
    }
    pen.restore();
  }
}

function axis(own: Partial<uPlot.Axis>): uPlot.Axis {
  return {
    stroke: () => ink("soft"),
    grid: { stroke: () => ink("line"), width: 1 },
    ticks: { show: false },
    font: AXIS_FONT,
    gap: 6,
    ...own,
  };
}

/** The value, and the two ends of its band, which have no line of their own. */
function lines(curve: Curve): uPlot.Series[] {
  const value: uPlot.Series = {
    label: curve.label,
    stroke: () => ink(curve.colour),
    width: 2,
    spanGaps: false,
    points: curve.points ? { show: true, size: 8, fill: () => ink("card"), stroke: () => ink(curve.colour), width: 2 } : { show: false },
    ...(curve.dashed ? { dash: [8, 5] } : {}),
  };
  const end = (): uPlot.Series => ({ stroke: () => "transparent", width: 0, points: { show: false }, spanGaps: false });
  return [value, end(), end()];
}

const follower =
  (moved: (at: number | null) => void) =>
  (plot: uPlot): void => {
    const { idx } = plot.cursor;
    moved(idx == null ? null : (plot.data[0][idx] ?? null));
  };
