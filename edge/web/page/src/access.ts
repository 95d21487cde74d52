/** What the daemon lets this browser do. */
import { signal } from "@preact/signals";
import { api, type Me, type Role } from "./api";
import { connect } from "./live";

export const me = signal<Me | null>(null);

const RANK: Record<Role, number> = { nobody: 0, phone: 1, athlete: 2, clinician: 3, technician: 4 };

/** Whether this browser may do all that a role may. */
export const may = (role: Role): boolean => RANK[me.value?.role ?? "athlete"] >= RANK[role];

/** What this browser may do now, asked again. */
export async function look(): Promise<Me> {
  me.value = await api.me();
  return me.value;
}

/** After a login or its end: the live line opens as soon as it may. */
export async function refresh(): Promise<Me> {
  const known = await look();
  if (may("phone")) connect();
  return known;
}
