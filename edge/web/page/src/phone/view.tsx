/** Phone. */
import { w } from "../language";

export function PhoneView() {
  return <h1>{w.value.nav.phone}</h1>;
}
