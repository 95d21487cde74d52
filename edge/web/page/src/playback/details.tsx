/* What else is known of a session, beside the body and its curves. Refuses to know: how it is played. */

import { type ReadonlySignal, type Signal, useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { AngleInfo, Rep } from "../api";
import { Symmetry } from "../charts/symmetry";
import { faultInWords } from "../clinician/happenings";
import { LoadMap, type Loads } from "../clinician/load_map";
import { Ranges, Tempos } from "../clinician/repetitions";
import { Icon } from "../kit/icon";
import { number, saidInWords, say } from "../language";
import type { Latency } from "../live";
import { mostOf, movementsIn, sidesOf, type Span } from "./curves";
import type { Played } from "./player";
import { bodyAt } from "./track";
import { type Playing, seek } from "./transport";
import { clock } from "./transport_bar";
import { playbackWords } from "./words";

/** As a session keeps them -> the box's words. */
const DELAYS = {
  frame_to_answer_ms: "sheet.frame_to_answer", frame_to_cue_ms: "sheet.frame_to_cue", pose_to_cue_ms: "sheet.pose_to_cue", imu_to_cue_ms: "sheet.imu_to_cue",
}; // prettier-ignore

interface Shown {
  played: Played;
  angles: AngleInfo[];
  at: ReadonlySignal<number>;
  now: Signal<Playing>;
  looped: Rep | null;
}

export function Details({ played, angles, at, now, looped }: Shown) {
  const words = playbackWords();
  const { session, track } = played;
  const span: Span = looped ? [looped.start_s, looped.end_s] : [0, Infinity];
  const sides = useMemo(() => (track ? sidesOf(track, movementsIn(track, new Map(angles.map((one) => [one.key, null]))), span) : []), [track, angles, looped]);
  const most = useMemo(() => (track ? mostOf(track, span) : {}), [track, looped]);
  const pick = (rep: Rep): void => {
    now.value = { ...now.peek(), at: rep.start_s, loop: [rep.start_s, rep.end_s], playing: true };
  };
  return (
    <div class="in-columns">
      <section class="card"><Ranges reps={session.reps} picked={looped?.number ?? null} onPick={pick} /><Tempos reps={session.reps} /></section>
      <Events played={played} now={now} />
      {track && <section class="card"><LoadNow played={played} at={at} most={most} /></section>}
      {sides.length > 0 && (
        <section class="card" aria-labelledby="symmetry-title">
          <h2 id="symmetry-title">{words.symmetry}</h2>
          <Symmetry rows={sides} />
          <p class="chart-note">{words.symmetryNote}</p>
        </section>
      )}
      {session.coach.length > 0 && <Coach played={played} />}
      <Delays quality={session.quality} />
    </div>
  ); // prettier-ignore
}

/** Ten times a second at most: that is how often the track knows more. */
function LoadNow({ played: { track }, at, most }: { played: Played; at: ReadonlySignal<number>; most: Loads }) {
  const tenth = useComputed(() => Math.round(at.value * 10)).value / 10;
  return <LoadMap now={(track && bodyAt(track, tenth)?.load) ?? {}} most={most} note={playbackWords().loadNote} />;
}

function Events({ played: { session }, now }: { played: Played; now: Signal<Playing> }) {
  const words = playbackWords();
  const lines = [
    ...session.faults.map((fault) => ({ t: fault.t_s, fault: true, text: faultInWords(fault) })),
    ...session.cues.filter(({ channel }) => channel === "text").map((cue) => ({ t: cue.t_s, fault: false, text: `${words.said}: ${saidInWords(cue)}` })),
  ].sort((a, b) => a.t - b.t);
  return (
    <section class="card happenings" aria-labelledby="events-title">
      <h2 id="events-title">{words.events}</h2>
      {lines.length === 0 && <p class="hint">{words.noEvents}</p>}
      <ol class="event-list">
        {lines.map((line, i) => (
          <li key={i}>
            <button type="button" class={`event of-${line.fault ? "fault" : "cue"}`} onClick={() => (now.value = seek(now.peek(), line.t))}>
              <time>{clock(line.t)}</time>
              <Icon name={line.fault ? "warn" : "next"} size={18} />
              <span>{line.text}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Coach({ played: { session } }: { played: Played }) {
  const words = playbackWords();
  return (
    <section class="card" aria-labelledby="coach-title">
      <h2 id="coach-title">{words.coach}</h2>
      {session.coach.map((note) => (
        <p key={note.set}>{note.text}</p>
      ))}
    </section>
  );
}

/** How soon a picture was answered in that session, as far as it was measured. */
function Delays({ quality }: { quality: Record<string, unknown> }) {
  const rows = Object.entries(DELAYS).flatMap(([name, key]) => {
    const { p50_ms: half, p95_ms: most } = (quality[name] ?? {}) as Partial<Latency>;
    return half == null || most == null ? [] : [[say(key), say("sheet.delay", { half: number(half), most: number(most) })]];
  });
  if (!rows.length) return null;
  return (
    <section class="card" aria-labelledby="delays-title">
      <h2 id="delays-title">{playbackWords().delays}</h2>
      <dl class="delays">{rows.map(([what, how]) => <div key={what}><dt>{what}</dt><dd>{how}</dd></div>)}</dl>
    </section>
  );
}
