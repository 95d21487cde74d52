/* The clinician's desk, live: controls, body, angles as numbers and as curves, repetitions, deviations, load. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { type AngleInfo, api, type ExerciseInfo, type Person } from "../api";
import { type Movement, movementsOf } from "../charts/joints";
import { type Sides, Symmetry } from "../charts/symmetry";
import { Icon } from "../kit/icon";
import { language } from "../language";
import { board, frame, watchFrames } from "../live";
import { useAnswer } from "../sessions/answer";
import type { Feed } from "../skeleton/anatomy";
import { Skeleton } from "../skeleton/skeleton";
import { speak } from "../speaking";
import { AngleHistory } from "./angle_history";
import { AngleTable } from "./angle_table";
import { Controls } from "./controls";
import { ExerciseLine } from "./exercise_line";
import { Goals } from "./goals";
import { Happenings } from "./happenings";
import { LiveCharts } from "./live_charts";
import { LoadHistory } from "./load_history";
import { LoadMap } from "./load_map";
import { Ranges, Tempos } from "./repetitions";
import { useSlowly } from "./slowly";
import { Teach } from "./teach";
import { reps } from "./told";
import { clinicianWords } from "./words";
import "./clinician.css";

const FIRST_CHOSEN = ["knee_flexion", "hip_flexion", "trunk_inclination"];
const MOST_CHOSEN = 4;
const [BARS_SHOWN, TEMPOS_SHOWN] = [24, 8];
/** Sides are compared where both were known for this share of the time. */
const MOSTLY = 0.5;
/** Less than this is no movement worth comparing, degrees. */
const LEAST_MOVED_DEG = 10;

const LIVE: Feed = { watch: watchFrames };

interface Known {
  angles: AngleInfo[];
  exercises: ExerciseInfo[];
  people: Person[];
}

const ask = async (): Promise<Known> => {
  const [angles, exercises, people] = await Promise.all([api.angles(), api.exercises(), api.people()]);
  return { angles, exercises, people };
};

export function ClinicianView() {
  const { answer, problem } = useAnswer(ask, []);
  if (problem) return <p class="empty" role="alert">{problem}</p>;
  if (!answer) return <div class="loading" aria-busy="true" />;
  return <Desk {...answer} />;
}

function Desk({ angles, exercises, people }: Known) {
  const words = clinicianWords();
  const movements = useMemo(() => movementsOf(angles), [angles]);
  const histories = useMemo(() => ({ angles: new AngleHistory(angles.length), load: new LoadHistory() }), [angles]);
  const chosen = useSignal(FIRST_CHOSEN);
  const all = useSignal(exercises);
  const learned = (): void => void Promise.all([api.exercises(), speak(language.value)]).then(([now]) => (all.value = now), () => undefined); // prettier-ignore
  useEffect(
    () =>
      watchFrames((seen) => {
        if (!seen) return;
        if (seen.angles) histories.angles.take(seen.t, seen.angles.deg, seen.angles.sd);
        histories.load.take(seen.t, seen.load);
      }),
    [histories],
  );
  const choose = (movement: string): void => {
    const others = chosen.value.filter((one) => one !== movement);
    chosen.value = others.length < chosen.value.length ? others : [...others, movement].slice(-MOST_CHOSEN);
  };
  const shown = chosen.value.flatMap((name) => movements.find(({ movement }) => movement === name) ?? []);
  const person = board.value?.person?.id;
  return (
    <div class="clinic">
      <h1 class="visually-hidden">{words.title}</h1>
      <Controls people={people} exercises={all.value}><Teach onChanged={learned} /><Ways person={person} /></Controls>
      <div class="clinic-aside">
        <div>
          <section class="card clinic-body" aria-label={words.body}><Skeleton feed={LIVE} label={words.body} plain /></section>
          <LoadCard history={histories.load} />
          {person && <Goals person={person} exercises={all.value} />}
        </div>
      </div>
      <div class="clinic-main">
        <section class="card" aria-labelledby="angles-title">
          <h2 id="angles-title">{words.angles}</h2>
          <AnglesAway />
          <AngleTable movements={movements} chosen={chosen.value} onChoose={choose} />
          <p class="chart-note">{words.anglesNote}</p>
        </section>
        <section class="card" aria-labelledby="curves-title">
          <h2 id="curves-title">{words.curves}</h2>
          <LiveCharts movements={shown} history={histories.angles} />
        </section>
        <ExerciseLine />
        <div class="in-columns">
          <section class="card"><Ranges reps={reps.value.slice(-BARS_SHOWN)} /><Tempos reps={reps.value.slice(-TEMPOS_SHOWN)} /></section>
          <SidesCard history={histories.angles} movements={movements} />
          <Happenings />
        </div>
      </div>
    </div>
  ); // prettier-ignore
}

/** To what was before: progress and past sessions. */
function Ways({ person }: { person: string | undefined }) {
  const words = clinicianWords();
  return (
    <nav class="clinic-links" aria-label={words.sessions}>
      {person && <a class="button small" href={`#/progress/${person}`}><Icon name="progress" size={20} /> {words.progress}</a>}
      <a class="button small" href={person ? `#/playback?person=${person}` : "#/playback"}><Icon name="playback" size={20} /> {words.sessions}</a>
    </nav>
  ); // prettier-ignore
}

function LoadCard({ history }: { history: LoadHistory }) {
  const { now, most } = useSlowly(() => ({ now: history.now, most: history.most() }), [history]);
  return <section class="card"><LoadMap now={now} most={most} note={clinicianWords().loadNote} /></section>; // prettier-ignore
}

function SidesCard({ history, movements }: { history: AngleHistory; movements: Movement[] }) {
  const words = clinicianWords();
  const sides = useSlowly(() => sidesOf(history, movements), [history, movements]);
  return (
    <section class="card" aria-labelledby="symmetry-title">
      <h2 id="symmetry-title">{words.symmetry}</h2>
      {sides.length ? <Symmetry rows={sides} /> : <p class="hint">{words.symmetryEmpty}</p>}
      {sides.length > 0 && <p class="chart-note">{words.symmetryNote}</p>}
    </section>
  );
}

function AnglesAway() {
  const away = useComputed(() => board.value !== null && board.value.session !== null).value && frame()?.angles === null;
  return away ? <p class="banner warn">{clinicianWords().anglesAway}</p> : null;
}

function sidesOf(history: AngleHistory, movements: Movement[]): Sides[] {
  return movements.flatMap(({ movement, parts }) => {
    const [left, right] = parts.map(({ at }) => history.extent(at, MOSTLY)).map((extent) => extent && extent[1] - extent[0]);
    return left != null && right != null && Math.max(left, right) >= LEAST_MOVED_DEG ? [{ movement, left, right }] : [];
  });
}
