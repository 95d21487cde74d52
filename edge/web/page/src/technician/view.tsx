/** Technician: mounted by the router. */
import { w } from "../language";

export function TechnicianView() {
  return <h1>{w.value.nav.technician}</h1>;
}
