/** Who. */
import { w } from "../language";

export function WhoView() {
  return <h1>{w.value.nav.who}</h1>;
}
