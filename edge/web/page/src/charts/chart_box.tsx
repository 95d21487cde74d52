/* Curves with bands, their legend, and the same as a table. Refuses to know: which curves these are. */

import type { Signal } from "@preact/signals";
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { BandChart, type ChartOptions, type Curve, type Mark, type Values } from "./band_chart";
import { chartWords, rangeInWords } from "./words";
import "./charts.css";

export interface Table {
  head: string[];
  rows: (string | number)[][];
}

interface Shown extends ChartOptions {
  title: string;
  /** The chart in one sentence, for whoever cannot see it. */
  summary: string;
  columns: Values[];
  marks?: readonly Mark[];
  at?: Signal<number> | undefined;
  table: () => Table;
  note?: string;
  legend?: boolean;
}

/** A chart that is given all its numbers at once. */
export function ChartBox(props: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<BandChart | null>(null);
  const { columns, marks, span } = props;
  useEffect(() => {
    const made = new BandChart(box.current!, props);
    chart.current = made;
    made.show(columns);
    made.mark(marks ?? []);
    made.point(props.at?.peek() ?? null);
    return () => {
      chart.current = null;
      made.close();
    };
  }, [columns, marks, span?.[0], span?.[1]]);
  useSignalEffect(() => {
    const at = props.at?.value;
    if (at !== undefined) chart.current?.point(at);
  });
  return (
    <ChartFrame {...props}>
      <div ref={box} class="chart-canvas" />
    </ChartFrame>
  );
}

interface Framed {
  title: string;
  summary: string;
  curves: Curve[];
  normal?: readonly [number, number] | null | undefined;
  unit: string;
  table: () => Table;
  note?: string | undefined;
  /** A single curve is named by the title. */
  legend?: boolean;
  children: ComponentChildren;
  /** group: there is something to press in it. */
  role?: "img" | "group";
}

/** What is around a chart: title, legend, and the switch between picture and table. */
export function ChartFrame(props: Framed) {
  const words = chartWords();
  const asTable = useSignal(false);
  return (
    <figure class="chart">
      <figcaption>
        <h3>{props.title}</h3>
        {props.legend !== false && <Legend curves={props.curves} normal={props.normal} unit={props.unit} />}
        <button type="button" class="quiet as-table" aria-pressed={asTable.value} onClick={() => (asTable.value = !asTable.value)}>
          {asTable.value ? words.asChart : words.asTable}
          <span class="visually-hidden"> {props.title}</span>
        </button>
      </figcaption>
      <div class="chart-stage" role={props.role ?? "img"} aria-label={props.summary} hidden={asTable.value}>
        {props.children}
      </div>
      {asTable.value && <DataTable {...props.table()} label={props.title} />}
      {props.note && <p class="chart-note">{props.note}</p>}
    </figure>
  );
}

function Legend({ curves, normal, unit }: Pick<Framed, "curves" | "normal" | "unit">) {
  const words = chartWords();
  return (
    <ul class="chart-legend" aria-hidden="true">
      {curves.map((curve) => (
        <li key={curve.label}>
          <i class={`swatch ${curve.colour}${curve.dashed ? " dashed" : ""}`} />
          {curve.label}
        </li>
      ))}
      {normal && (
        <li>
          <i class="swatch normal" />
          {words.normal} {rangeInWords(normal, unit)}
        </li>
      )}
    </ul>
  );
}

export function DataTable({ head, rows, label }: Table & { label: string }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="data">
        <thead>
          <tr>
            {head.map((title, j) => (
              <th key={title} scope="col" class={j === 0 ? "" : kindOf(rows[0]?.[j])}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>{row.map((cell, j) => (j === 0 ? <th scope="row">{cell}</th> : <td class={kindOf(cell)}>{cell}</td>))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Numbers stand under one another at their right. */
const kindOf = (cell: string | number | undefined): string => (/^[−+\d]/.test(String(cell ?? "")) ? "figure-cell" : "");
