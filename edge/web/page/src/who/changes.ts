/** A person as they were known, and what a form says of them -> what of it is new. */
import type { NewPerson, Person, PersonChange } from "../api";

/** What the form shows of somebody who is known; their card's number nobody knows. */
export function known(person: Person, language: string): NewPerson {
  const { name, height_m = null, mass_kg = null, sex = null, age = null, goals = [], consent } = person;
  return { name, height_m, mass_kg, sex, age, goals, consent: { recording: consent?.recording ?? false, phone: consent?.phone ?? false }, language, card: "" };
}

/** Only what is not as it was: a consent that nobody touched keeps its date. */
export function changes(before: NewPerson, now: NewPerson, dropCard: boolean): PersonChange {
  const change: PersonChange = {};
  if (now.name !== before.name) change.name = now.name;
  if (now.height_m !== before.height_m) change.height_m = now.height_m;
  if (now.mass_kg !== before.mass_kg) change.mass_kg = now.mass_kg;
  if (now.sex !== before.sex) change.sex = now.sex;
  if (now.age !== before.age) change.age = now.age;
  if (now.consent.recording !== before.consent.recording || now.consent.phone !== before.consent.phone) change.consent = now.consent;
  if (dropCard) change.card = "";
  else if (now.card?.trim()) change.card = now.card;
  return change;
}
