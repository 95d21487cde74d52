/** What the daemon lets this browser do. */
import { computed, signal } from "@preact/signals";
import { api, type Me, type Role } from "./api";

export const me = signal<Me | null>(null);

const RANK: Record<Role, number> = { phone: 0, athlete: 1, clinician: 2, technician: 3 };

/** Whether this browser may do all that a role may. */
export const may = (role: Role): boolean => RANK[me.value?.role ?? "athlete"] >= RANK[role];
export const clinician = computed(() => may("clinician"));

export async function refresh(): Promise<Me> {
  me.value = await api.me();
  return me.value;
}
