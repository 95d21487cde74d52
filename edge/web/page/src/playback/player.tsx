/* A session, or two side by side -> body, curves and events on one time line. Refuses to know: where sessions are kept. */

import { computed, type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { api, type Rep, type Session, type Track } from "../api";
import { Icon } from "../kit/icon";
import { NotRead } from "../kit/not_read";
import { moment } from "../language";
import { useAnswer } from "../sessions/answer";
import { sessionWords } from "../sessions/words";
import { Companion } from "./companion";
import { Curves } from "./curves_card";
import { Details } from "./details";
import { EventLine } from "./event_line";
import { Heading } from "./heading";
import { type Moves, useKeys } from "./keys";
import { follow, pairs } from "./alignment";
import { Stage } from "./stage";
import { type Stored, useStored } from "./stored";
import { type Playing, seek, stopped } from "./transport";
import { TransportBar } from "./transport_bar";
import { useTicking } from "./ticking";
import { playbackWords } from "./words";
import "../clinician/clinician.css";
import "./playback.css";

export function Player({ id, beside }: { id: string; beside: string | null }) {
  const first = useStored(id);
  const second = useStored(beside);
  const problem = first.problem || second.problem;
  if (problem) return <p class="empty" role="alert">{problem} <a href="#/playback">{playbackWords().back}</a></p>; // prettier-ignore
  if (!first.session || (beside && !second.session)) return <div class="loading" aria-busy="true" />;
  return <Screen first={{ ...first, session: first.session }} second={second.session ? { ...second, session: second.session } : null} />;
}

/** Something that there is to play. */
export type Played = Stored & { session: Session };

function Screen({ first, second }: { first: Played; second: Played | null }) {
  const words = playbackWords();
  const { reps } = first.session;
  const end = Math.max(first.session.duration_s, first.track?.t.at(-1) ?? 0, 0.1);
  const now = useSignal<Playing>(stopped(end));
  const at = useMemo(() => computed(() => now.value.at), []);
  const pair = useSignal<[Rep, Rep] | null>(null);
  const align = useMemo(() => aligned(first.session.reps, second?.session.reps ?? [], pair.value), [first.session, second?.session, pair.value]);
  const { answer: angles } = useAnswer(api.angles, []);
  useTicking(now);
  useEffect(() => {
    now.value = { ...now.peek(), end, at: now.peek().at || Math.max(reps[0]?.start_s ?? firstSeen(first.track), 0) };
  }, [end, first.track]);
  const loop = loopedRep(now, reps);
  const moves = movesOf(now, reps);
  useKeys(moves);
  return (
    <div class={`player ${second ? "two" : ""}`}>
      <Heading first={first} />
      <Notices stored={first} />
      {second && <Notices stored={second} />}
      <div class="player-main">
        {first.track && <section class="card stage-card" aria-label={moment(first.session.started_at)}>
          {second && <h2>{words.first}: {moment(first.session.started_at)}</h2>}
          <Stage track={first.track} at={at} label={moment(first.session.started_at)} plain={second !== null} />
        </section>}
        {second?.track && (
          <section class="card stage-card" aria-label={moment(second.session.started_at)}>
            <h2>{words.second}: {moment(second.session.started_at)}</h2>
            <Stage track={second.track} at={at} when={align.follow} label={moment(second.session.started_at)} plain />
          </section>
        )}
        <Curves first={first} second={second} follow={align.follow} angles={angles ?? []} at={at} moves={moves} looped={loop} />
      </div>
      <section class="card player-line" aria-label={words.timeline}>
        <EventLine session={first.session} now={now} />
        <TransportBar now={now} looped={loop?.number ?? null} canLoop={reps.length > 0} onRepetition={moves.repetition} onLoop={moves.loop} />
      </section>
      <Companion first={first.session} second={second?.session ?? null} pair={align.pair} onPair={(picked) => (pair.value = picked)} />
      <Details played={first} angles={angles ?? []} at={at} now={now} looped={loop} />
      <p class="hint keys">{words.keys}</p>
    </div>
  ); // prettier-ignore
}

/** Where somebody comes into the picture. */
const firstSeen = (track: Track | null): number => track?.t[track.world.findIndex((world) => world !== null)] ?? 0;

function Notices({ stored }: { stored: Played }) {
  const words = playbackWords();
  const state = sessionWords().state[stored.session.recording];
  return (
    <>
      {state && <p class="banner warn"><span><Icon name="warn" size={20} /> {state}</span></p>}
      <NotRead lost={stored.track?.lost ?? []} />
      {stored.trackProblem && <p class="banner bad" role="alert">{stored.trackProblem} {words.noTrack}</p>}
      {stored.progress !== null && (
        <label class="field making">
          <span>{words.preparing}</span>
          <progress max={1} value={stored.progress} />
        </label>
      )}
    </>
  ); // prettier-ignore
}

interface Aligned {
  pair: [Rep, Rep] | null;
  follow: (t: number) => number;
}

/** By the repetitions that were picked, else by the first two of the same exercise and side, else from the beginning. */
function aligned(reps: readonly Rep[], others: readonly Rep[], picked: [Rep, Rep] | null): Aligned {
  const pair = picked ?? firstPair(reps, others);
  return pair ? { pair, follow: follow(pairs(reps, others, ...pair)) } : { pair: null, follow: (t) => t };
}

function firstPair(reps: readonly Rep[], others: readonly Rep[]): [Rep, Rep] | null {
  for (const rep of reps) {
    const other = others.find((one) => one.exercise === rep.exercise && one.side === rep.side);
    if (other) return [rep, other];
  }
  return null;
}

function loopedRep(now: Signal<Playing>, reps: readonly Rep[]): Rep | null {
  const { loop } = now.value;
  return loop ? (reps.find((rep) => rep.start_s === loop[0] && rep.end_s === loop[1]) ?? null) : null;
}

/** Repetition by repetition through a session. */
function movesOf(now: Signal<Playing>, reps: readonly Rep[]): Moves & { play: (rep: Rep) => void } {
  const around = (): number => reps.filter((rep) => rep.start_s <= now.peek().at + 1e-3).length - 1;
  const play = (rep: Rep): void => {
    now.value = { ...now.peek(), at: rep.start_s, loop: [rep.start_s, rep.end_s], playing: true };
  };
  return {
    play,
    change: (how) => (now.value = how(now.peek())),
    repetition(step) {
      const rep = reps[Math.min(Math.max(around() + step, 0), reps.length - 1)];
      if (!rep) return;
      const { loop } = now.peek();
      now.value = loop ? { ...now.peek(), at: rep.start_s, loop: [rep.start_s, rep.end_s] } : seek(now.peek(), rep.start_s);
    },
    loop() {
      const rep = reps[Math.max(around(), 0)];
      if (now.peek().loop) now.value = { ...now.peek(), loop: null };
      else if (rep) play(rep);
    },
  };
}
