/* The analysis of a file -> what was done, how often, how well, and what to change. Refuses to know: how it was sent. */

import { useMemo } from "preact/hooks";
import { api, type AngleInfo } from "../api";
import { ChartBox, DataTable } from "../charts/chart_box";
import { movementName } from "../charts/words";
import { Ranges, repTable, Tempos } from "../clinician/repetitions";
import { LoadMap } from "../clinician/load_map";
import { Icon } from "../kit/icon";
import { NotRead } from "../kit/not_read";
import { goodOf, tally, unjudgedOf } from "../judged";
import { capital, duration, exerciseName, number } from "../language";
import { columnsOf, liveliest, movementsIn } from "../playback/curves";
import { curvesOf, marksOf, summaryOf, tableOf } from "../playback/curve_parts";
import { EventLanes } from "../playback/event_line";
import { useAnswer } from "../sessions/answer";
import { large, placed, recommended } from "./advice";
import { type Analysis, trackOf } from "./analysis";
import { uploadWords } from "./words";

const CURVES = 3;
const HEIGHT_PX = 190;
const LEAST_DEG = 40;

export function Result({ name, analysis }: { name: string; analysis: Analysis }) {
  const words = uploadWords();
  const end = analysis.source?.duration_s ?? Math.max(0.1, ...analysis.exercise.segments.map((one) => one.end_s));
  return (
    <div class="result">
      <Headline name={name} analysis={analysis} />
      <NotRead lost={analysis.source?.lost_told ?? []} />
      {analysis.exercise.segments.length > 0 && (
        <section class="card" aria-label={words.timeline}>
          <h2>{words.timeline}</h2>
          <EventLanes told={{ ...analysis, segments: analysis.exercise.segments, cues: analysis.cues ?? [] }} span={[0, end]} />
        </section>
      )}
      <div class="in-columns">
        <Advice title={words.advice} lines={recommended(analysis)} />
        <Advice title={words.concerns} lines={large(analysis)} />
        <Advice title={words.view} lines={placed(analysis)} />
        {analysis.reps.length > 0 ? (
          <section class="card"><Ranges reps={analysis.reps} /><Tempos reps={analysis.reps} /></section>
        ) : (
          <p class="card hint">{words.noReps}</p>
        )}
        {analysis.load && <Loads load={analysis.load} />}
      </div>
      <Angles analysis={analysis} end={end} />
      {analysis.reps.length > 0 && (
        <section class="card">
          <h2>{words.repetitions}</h2>
          <DataTable label={words.repetitions} {...repTable(analysis.reps)} />
        </section>
      )}
    </div>
  ); // prettier-ignore
}

function Headline({ name, analysis }: { name: string; analysis: Analysis }) {
  const words = uploadWords();
  const { exercise, rep_count, score } = analysis;
  const unjudged = unjudgedOf(analysis.reps);
  return (
    <section class="card result-headline">
      <div>
        <p class="hint">{name}{analysis.source?.duration_s ? ` · ${duration(analysis.source.duration_s)}` : ""}</p>
        <p class="result-exercise">{capital(exerciseName(exercise.name))}</p>
        <p class="hint">{words.sure(number(100 * exercise.confidence))}</p>
      </div>
      <dl class="key-figures">
        <div><dt>{words.reps}</dt><dd>{rep_count}</dd></div>
        <div><dt>{words.good}</dt><dd>{goodOf(...tally(analysis.reps))}</dd></div>
        {unjudged > 0 && <div><dt>{words.unjudged}</dt><dd>{unjudged}</dd></div>}
        <div><dt>{words.score}</dt><dd>{score === null ? "–" : number(score)}</dd></div>
      </dl>
      <button type="button" class="button small" onClick={() => save(name, analysis)}><Icon name="download" size={20} /> {words.save}</button>
    </section>
  ); // prettier-ignore
}

function save(name: string, analysis: Analysis): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(analysis)], { type: "application/json" }));
  link.download = `${name.replace(/\.\w+$/, "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function Advice({ title, lines }: { title: string; lines: string[] }) {
  if (!lines.length) return null;
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </section>
  ); // prettier-ignore
}

function Loads({ load }: { load: NonNullable<Analysis["load"]> }) {
  const peaks = Object.fromEntries(Object.entries(load).map(([joint, one]) => [joint, one.trusted ? one.peak_percent : null]));
  return <section class="card"><LoadMap now={peaks} most={peaks} note={uploadWords().loadNote} /></section>; // prettier-ignore
}

function Angles({ analysis, end }: { analysis: Analysis; end: number }) {
  const words = uploadWords();
  const track = useMemo(() => trackOf(analysis), [analysis]);
  const { answer } = useAnswer<AngleInfo[]>(api.angles, []);
  const movements = useMemo(() => (track ? movementsIn(track, new Map(answer?.map((one) => [one.key, one.normal_range_deg]))) : []), [track, answer]);
  const marks = useMemo(() => marksOf(analysis.reps), [analysis]);
  const span = useMemo(() => [0, end] as const, [end]);
  const shown = useMemo(() => {
    const names = track ? liveliest(track, movements, analysis.reps[0], CURVES) : [];
    const found = names.flatMap((name) => movements.find(({ movement }) => movement === name) ?? []);
    return found.map((movement) => ({ movement, columns: columnsOf(track!, movement.parts.map((part) => part.at)) })); // prettier-ignore
  }, [track, movements]);
  if (!track) return null;
  return (
    <section class="card curves" aria-labelledby="result-angles">
      <h2 id="result-angles">{words.angles}</h2>
      {shown.map(({ movement, columns }) => (
        <ChartBox
          key={movement.movement} title={movementName(movement.movement)} summary={summaryOf(movement, track)} curves={curvesOf(movement, false)} columns={columns}
          unit="°" height={HEIGHT_PX} least={LEAST_DEG} span={span} normal={movement.normal} x={duration} marks={marks} table={() => tableOf(movement, track, analysis.reps)}
        />
      ))}
    </section>
  ); // prettier-ignore
}
