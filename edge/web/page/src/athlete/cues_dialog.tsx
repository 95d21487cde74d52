/** How the box may speak: each way on or off, as the box has it now; and the sensors' guided alignment. */
import { api } from "../api";
import { Dialog } from "../kit/dialog";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { board } from "../live";

const WAYS = ["voice", "sound", "haptics", "light"] as const;
const ON = { on: true, off: false };

export function CuesDialog({ close }: { close: () => void }) {
  const { problem, run } = useWorking();
  const words = w.value.athlete;
  const now = board.value?.switches;
  const worn = board.value?.health?.worn ?? [];
  return (
    <Dialog title={words.cues} close={close}>
      <div class="switches">
        {WAYS.map((way) => (
          <div key={way} role="group" aria-label={words.ways[way]}>
            <span>{words.ways[way]}</span>
            {(["on", "off"] as const).map((value) => (
              <button
                key={value}
                class="button"
                type="button"
                aria-pressed={now && now[way] > 0 === ON[value]}
                onClick={() => void run(() => api.command(way, value))}
              >
                {words[value]}
              </button>
            ))}
          </div>
        ))}
      </div>
      {now?.quiet && <p class="hint">{words.quietHours}</p>}
      {worn.length > 0 && <button class="button" type="button" onClick={() => void run(() => api.command("align", "start"))}>{words.align}</button>}
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
    </Dialog>
  );
}
