/** Progress: mounted by the router. */
import { w } from "../language";

export function ProgressView() {
  return <h1>{w.value.nav.progress}</h1>;
}
