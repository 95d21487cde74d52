/* A person's sessions over months -> figures and trends, one exercise at a time. Refuses to know: who the person is. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Progress } from "../api";
import { Bars } from "../charts/bars";
import { ChartBox, ChartFrame } from "../charts/chart_box";
import type { Ink } from "../charts/palette";
import { capital, day, exerciseName, language, number } from "../language";
import { GoalList } from "./goal_list";
import { progressWords } from "./words";

const DAY_S = 86_400;
const HEIGHT_PX = 210;
/** So few weeks' bars are shown at least, with empty ones. */
const WEEKS_SHOWN = 26;
const LABELS = 5;
const FORM = [0, 100] as const;
/** Of what there cannot be less than none. */
const FROM_NONE = [0, Infinity] as const;

type Visit = Progress["sessions"][number];

interface Shown {
  id: string;
  progress: Progress;
  days: number;
}

export function Trends({ id, progress, days }: Shown) {
  const words = progressWords();
  const visits = useMemo(() => within([...progress.sessions].sort((a, b) => a.started_at - b.started_at), days), [progress, days]);
  const exercises = useMemo(() => byUse(visits), [visits]);
  const chosen = useSignal("");
  const exercise = exercises.includes(chosen.value) ? chosen.value : exercises[0];
  const unseen = progress.unseen ? [words.unseen(progress.unseen)] : [];
  if (!progress.sessions.length) return <p class="empty">{words.empty}</p>;
  if (!visits.length) return <p class="empty">{words.emptySpan}</p>;
  return (
    <div class="progress">
      <Figures visits={visits} exercise={exercise} />
      {exercise && (
        <div class="row" role="group" aria-label={words.exercise}>
          {exercises.map((name) => (
            <button key={name} type="button" class="button small" aria-pressed={name === exercise} onClick={() => (chosen.value = name)}>
              {capital(exerciseName(name))}
            </button>
          ))}
        </div>
      )}
      <div class="progress-grid">
        {exercise && <Trend title={`${words.range}: ${exerciseName(exercise)}`} visits={visits} unit="°" colour="right" least={30} within={FROM_NONE} read={(visit) => visit.ranges[exercise] ?? null} />}
        {exercise && <Trend title={`${words.held}: ${exerciseName(exercise)}`} visits={visits} unit=" s" colour="right" least={20} within={FROM_NONE} read={(visit) => heldOf(visit, exercise)} />}
        <Trend title={words.score} visits={visits} unit="" colour="good" least={40} within={FORM} read={(visit) => visit.score} />
        {exercise && <Trend title={`${words.load}: ${exerciseName(exercise)}`} visits={visits} unit=" %" colour="trunk" least={40} within={FROM_NONE} read={(visit) => visit.load[exercise] ?? null} note={[words.loadNote, ...unseen].join(". ")} away={unseen[0] ?? words.loadAway} />}
        <Adherence progress={progress} days={days} />
        <GoalList goals={progress.goals} />
      </div>
      <a class="back" href={`#/playback?person=${id}`}>{words.allSessions}</a>
    </div>
  ); // prettier-ignore
}

/** Counted back from the last visit's day or from today, whichever is later. */
function within(visits: Visit[], days: number): Visit[] {
  if (!days) return visits;
  const end = Math.max(Date.now() / 1000, visits.at(-1)?.started_at ?? 0);
  return visits.filter((visit) => visit.started_at >= end - days * DAY_S);
}

/** The exercises, most repeated first. */
function byUse(visits: Visit[]): string[] {
  const uses = new Map<string, number>();
  for (const { exercises } of visits) for (const { exercise, reps, held_s } of exercises) uses.set(exercise, (uses.get(exercise) ?? 0) + reps + held_s / 3);
  return [...uses].sort((a, b) => b[1] - a[1]).map(([name]) => name); // prettier-ignore
}

/** Seconds in a position; null for what is counted, not held. */
const heldOf = (visit: Visit, exercise: string): number | null => visit.exercises.find((one) => one.exercise === exercise && one.held_s > 0)?.held_s ?? null;

function Figures({ visits, exercise }: { visits: Visit[]; exercise: string | undefined }) {
  const words = progressWords();
  const sum = (read: (visit: Visit) => number): number => visits.reduce((total, visit) => total + read(visit), 0);
  const reps = sum((visit) => visit.reps);
  const judged = reps - sum((visit) => visit.unjudged);
  const ranges = exercise ? visits.flatMap((visit) => visit.ranges[exercise] ?? []) : [];
  const change = ranges.length > 1 ? Math.round(ranges.at(-1)! - ranges[0]!) : null;
  return (
    <dl class="key-figures card">
      <div><dt>{words.sessions}</dt><dd>{number(visits.length)}</dd></div>
      <div><dt>{words.repetitions}</dt><dd>{number(reps)}</dd></div>
      <div><dt>{words.good}</dt><dd>{judged ? `${number((100 * sum((visit) => visit.good)) / judged)} %` : "–"}</dd></div>
      {change !== null && <div><dt>{words.change}, {exerciseName(exercise!)}</dt><dd>{change > 0 ? "+" : change < 0 ? "−" : ""}{number(Math.abs(change))}°</dd></div>}
      <div><dt>{words.last}</dt><dd>{day(visits.at(-1)!.started_at)}</dd></div>
    </dl>
  ); // prettier-ignore
}

interface TrendShown {
  title: string;
  visits: Visit[];
  unit: string;
  colour: Ink;
  least: number;
  within: readonly [number, number];
  read: (visit: Visit) => number | null;
  note?: string;
  away?: string;
}

function Trend({ title, visits, unit, colour, least, within, read, note, away }: TrendShown) {
  const words = progressWords();
  const known = useMemo(() => visits.filter((visit) => read(visit) !== null), [visits, title]);
  const columns = useMemo(() => {
    const none = known.map(() => null);
    return [known.map((visit) => visit.started_at), known.map(read), none, none];
  }, [known]);
  const span = useMemo(() => spanOf(visits), [visits]);
  if (!known.length) return away ? <section class="card"><h3>{title}</h3><p class="hint">{away}</p></section> : null; // prettier-ignore
  const rows = (): string[][] => [...known].reverse().map((visit) => [day(visit.started_at), `${number(read(visit)!)}${unit}`]);
  return (
    <section class="card">
      <ChartBox
        title={title} summary={words.summary(title, known.length)} curves={[{ label: title, colour, points: true }]} columns={columns} unit={unit} height={HEIGHT_PX}
        least={least} within={within} span={span} x={shortDay} table={() => ({ head: [words.date, title], rows: rows() })} legend={false} {...(note ? { note } : {})}
      />
    </section>
  ); // prettier-ignore
}

const shortDay = (at: number): string => new Date(at * 1000).toLocaleDateString(language.peek(), { day: "numeric", month: "short" });

/** One day at least, so that a single visit has room. */
function spanOf(visits: Visit[]): readonly [number, number] {
  const [from, to] = [visits[0]!.started_at, visits.at(-1)!.started_at];
  const spare = Math.max(0.03 * (to - from), DAY_S / 2);
  return [from - spare, to + spare];
}

function Adherence({ progress, days }: { progress: Progress; days: number }) {
  const words = progressWords();
  const weeks = progress.adherence.slice(days ? -Math.ceil(days / 7) : -WEEKS_SHOWN);
  const target = progress.goals.find((goal) => goal.measure === "sessions_a_week")?.target ?? null;
  const most = Math.max(target ?? 0, 3, ...weeks.map((week) => week.sessions)) * 1.15;
  const bars = weeks.map(({ week, sessions }) => ({
    key: week, label: weekDay(week), value: sessions, colour: target !== null && sessions < target ? ("warn" as const) : ("good" as const), title: `${words.week(weekDay(week))}: ${sessions}`,
  })); // prettier-ignore
  const table = () => ({ head: [words.date, words.sessions], rows: weeks.map(({ week, sessions }) => [words.week(weekDay(week)), String(sessions)]) });
  if (!weeks.length) return null;
  return (
    <section class="card">
      <ChartFrame title={words.adherence} summary={words.summary(words.adherence, weeks.length)} curves={[]} unit="" table={table} note={target === null ? undefined : words.adherenceNote}>
        <Bars bars={bars} most={most} target={target} unit="" summary={words.adherence} labels={LABELS} />
      </ChartFrame>
    </section>
  );
}

/** `2026-W47` or `2026-11-16` -> the Monday, short. */
function weekDay(week: string): string {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  const monday = year && number ? mondayOf(Number(year), Number(number)) : new Date(`${week}T12:00:00`);
  return Number.isNaN(monday.getTime()) ? week : shortDay(monday.getTime() / 1000);
}

/** ISO 8601: the week that holds the 4th of January is the first. */
function mondayOf(year: number, week: number): Date {
  const fourth = new Date(year, 0, 4, 12);
  return new Date(year, 0, 4 - ((fourth.getDay() + 6) % 7) + 7 * (week - 1), 12);
}
