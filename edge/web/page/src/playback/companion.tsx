/* A session -> which other one is played beside it, and by which repetitions they are aligned. Refuses to know: how they are shown. */

import { api, type Rep, type Session } from "../api";
import { inWords } from "../clinician/repetitions";
import { moment } from "../language";
import { go } from "../router";
import { useAnswer } from "../sessions/answer";
import { playbackWords } from "./words";

const PLAYABLE = new Set(["whole", "cut_off"]);

interface Shown {
  first: Session;
  second: Session | null;
  pair: [Rep, Rep] | null;
  onPair: (pair: [Rep, Rep]) => void;
}

export function Companion({ first, second, pair, onPair }: Shown) {
  const words = playbackWords();
  const { answer } = useAnswer(() => api.sessions(first.person_id ? { person: first.person_id } : {}), [first.person_id]);
  const others = (answer ?? []).filter((one) => one.id !== first.id && PLAYABLE.has(one.recording));
  const choose = (id: string): void => go(`playback/${first.id}${id ? `?beside=${id}` : ""}`);
  return (
    <section class="card companion" aria-label={words.compare}>
      <label class="field">
        <span>{words.compare}</span>
        <select value={second?.id ?? ""} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{words.compareNone}</option>
          {second && !others.some((one) => one.id === second.id) && <option value={second.id}>{moment(second.started_at)}</option>}
          {others.map((one) => (
            <option key={one.id} value={one.id}>{moment(one.started_at)}</option>
          ))}
        </select>
      </label>
      {second && pair && <Pairing first={first} second={second} pair={pair} onPair={onPair} />}
      {second && !pair && <p class="hint">{words.noPair}</p>}
    </section>
  );
}

function Pairing({ first, second, pair: [one, other], onPair }: Shown & { second: Session; pair: [Rep, Rep] }) {
  const words = playbackWords();
  const like = second.reps.filter((rep) => rep.exercise === one.exercise && rep.side === one.side);
  const pickFirst = (rep: Rep): void => {
    const fits = second.reps.find((candidate) => candidate.exercise === rep.exercise && candidate.side === rep.side);
    if (fits) onPair([rep, fits]);
  };
  return (
    <>
      <RepChoice label={words.repOf(words.first)} reps={first.reps} picked={one} onPick={pickFirst} />
      <RepChoice label={words.repOf(words.second)} reps={like} picked={other} onPick={(rep) => onPair([one, rep])} />
      <p class="hint">{words.paired}</p>
    </>
  );
}

function RepChoice({ label, reps, picked, onPick }: { label: string; reps: readonly Rep[]; picked: Rep; onPick: (rep: Rep) => void }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={picked.number} onChange={(event) => onPick(reps.find((rep) => rep.number === Number(event.currentTarget.value))!)}>
        {reps.map((rep) => (
          <option key={rep.number} value={rep.number}>{inWords(rep)}</option>
        ))}
      </select>
    </label>
  );
}
