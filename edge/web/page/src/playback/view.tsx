/** Playback: mounted by the router. */
import { w } from "../language";

export function PlaybackView() {
  return <h1>{w.value.nav.playback}</h1>;
}
