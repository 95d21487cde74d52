/** What an athlete sees from three metres away: the body, the counter, what to change. */
import { w } from "../language";
import { watchFrames } from "../live";
import { Skeleton } from "../skeleton/skeleton";
import { Controls } from "./controls";
import { Counter } from "./counter";
import { CueBanner } from "./cue";
import { Framing } from "./framing";
import { Heart, Score } from "./figures";
import { Headline } from "./headline";
import { Notices } from "./notices";
import "./athlete.css";
import "./layout.css";

const LIVE = { watch: watchFrames };

export function AthleteView() {
  return (
    <>
      <h1 class="visually-hidden">{w.value.nav.athlete}</h1>
      <Notices />
      <div class="athlete">
        <section class="stage card" aria-label={w.value.athlete.body}>
          <div class="scene">
            <Skeleton feed={LIVE} label={w.value.athlete.body} />
            <Headline />
            <Framing />
          </div>
          <CueBanner />
        </section>
        <div class="side">
          <Counter />
          <div class="figures"><Score /><Heart /></div>
          <Controls />
        </div>
      </div>
    </>
  );
}
