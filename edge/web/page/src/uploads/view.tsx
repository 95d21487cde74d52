/** Uploads: mounted by the router. */
import { w } from "../language";

export function UploadsView() {
  return <h1>{w.value.nav.uploads}</h1>;
}
