/* A session -> its title, its figures, and its files to take away. Refuses to know: its track. */

import { goodOf, tally, unjudgedOf } from "../judged";
import { duration, moment, number } from "../language";
import { Icon } from "../kit/icon";
import { SessionPapers } from "../sessions/papers";
import { sessionWords } from "../sessions/words";
import type { Played } from "./player";
import { playbackWords } from "./words";

export function Heading({ first: { session } }: { first: Played }) {
  const words = playbackWords();
  const unjudged = unjudgedOf(session.reps);
  return (
    <header class="view-head">
      <div>
        <a class="back" href={session.person_id ? `#/playback?person=${session.person_id}` : "#/playback"}>
          <Icon name="back" size={18} /> {words.back}
        </a>
        <h1>{moment(session.started_at)}</h1>
        {!session.clock_trusted && <p class="doubt">{sessionWords().clockDoubted}</p>}
      </div>
      <dl class="key-figures">
        <div><dt>{words.reps}</dt><dd>{session.reps.length}</dd></div>
        <div><dt>{words.good}</dt><dd>{goodOf(...tally(session.reps))}</dd></div>
        {unjudged > 0 && <div><dt>{words.unjudged}</dt><dd>{unjudged}</dd></div>}
        <div><dt>{words.score}</dt><dd>{session.score === null ? "–" : number(session.score)}</dd></div>
        <div><dt>{words.length}</dt><dd>{duration(session.duration_s)}</dd></div>
      </dl>
      <SessionPapers id={session.id} />
    </header>
  ); // prettier-ignore
}
