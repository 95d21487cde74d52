/** On the box: the code that a phone reads or types to become remote control and sensor. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, type Pairing } from "../api";
import { Dialog } from "../kit/dialog";
import { Said } from "../kit/said";
import { useWorking } from "../kit/working";
import { duration, w } from "../language";

export function PairingDialog({ close }: { close: () => void }) {
  const pairing = useSignal<Pairing | null>(null);
  const left = useSignal(0);
  const { problem, run } = useWorking();
  const words = w.value.pairing;
  const ask = () =>
    run(async () => {
      pairing.value = await api.pairing();
      left.value = pairing.value.expires_s;
    });
  useEffect(() => {
    void ask();
    const timer = setInterval(() => (left.value = Math.max(0, left.value - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  const known = pairing.value;
  return (
    <Dialog title={words.title} close={close}>
      {known && <p>{words.why}</p>}
      {problem.value && <p class="problem" role="alert"><Said text={problem.value} /></p>}
      {known && left.value > 0 && (
        <>
          <img class="qr" alt={words.qr} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(known.qr_svg)}`} />
          <p class="code" aria-label={words.code}>{known.code}</p>
          <p class="hint">{known.url.split("#")[0]} · {words.left(duration(left.value))}</p>
        </>
      )}
      {known && left.value === 0 && <button class="button primary" type="button" onClick={() => void ask()}>{words.again}</button>}
    </Dialog>
  );
}
