/** How the box may speak: each way on or off; and the sensors' guided alignment. */
import { api } from "../api";
import { Dialog } from "../kit/dialog";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { board } from "../live";

const WAYS = ["voice", "sound", "haptics", "light"] as const;

export function CuesDialog({ close }: { close: () => void }) {
  const { problem, run } = useWorking();
  const words = w.value.athlete;
  const worn = board.value?.health?.worn ?? [];
  return (
    <Dialog title={words.cues} close={close}>
      <div class="switches">
        {WAYS.map((way) => (
          <div key={way} role="group" aria-label={words.ways[way]}>
            <span>{words.ways[way]}</span>
            {(["on", "off"] as const).map((value) => (
              <button key={value} class="button" type="button" onClick={() => void run(() => api.command(way, value))}>{words[value]}</button>
            ))}
          </div>
        ))}
      </div>
      {worn.length > 0 && <button class="button" type="button" onClick={() => void run(() => api.command("align", "start"))}>{words.align}</button>}
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
    </Dialog>
  );
}
