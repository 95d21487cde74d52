/** Athlete. */
import { w } from "../language";

export function AthleteView() {
  return <h1>{w.value.nav.athlete}</h1>;
}
