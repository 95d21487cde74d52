/** Clinician: mounted by the router. */
import { w } from "../language";

export function ClinicianView() {
  return <h1>{w.value.nav.clinician}</h1>;
}
