/** A person's initials on one of a few colours that stays theirs. */
import type { Person } from "../api";

const COLORS = 6;
const LARGE_PRIME = 65521;

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
};

export function Avatar({ person }: { person: Pick<Person, "id" | "name"> }) {
  const color = [...person.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % LARGE_PRIME, 7) % COLORS;
  return <span class={`avatar color-${color}`} aria-hidden="true">{initials(person.name)}</span>;
}
