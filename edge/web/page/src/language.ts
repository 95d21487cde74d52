/**
 * Which language is shown, and its words. The page's own words are in words/; what the coach says and the box refuses, in its own.
 * Refuses to know: where they are shown, and how the box is asked.
 */
import { computed, signal } from "@preact/signals";
import type { Language, Refusal } from "./api";
import { remembered } from "./remembered";
import { en, type Words } from "./words/en";
import { es } from "./words/es";

const PAGE: Record<Language, Words> = { en, es };

export const language = signal<Language>("en");
/** The page's own words in the language shown: `w.value.who.title`. */
export const w = computed<Words>(() => PAGE[language.value]);

const coach = signal<Record<string, string>>({});
const memory = remembered("language");

export const keepLanguage = (wanted: Language): void => memory.put(wanted);

/** The box's sentences, in the language shown. */
export const learnSentences = (sentences: Record<string, string>): void => void (coach.value = sentences);

/** The language this browser was told to show, else the box's. */
export function preferred(box: string | undefined): Language {
  const kept = memory.get();
  if (kept === "en" || kept === "es") return kept;
  return /^(es|spanish)/.test(box ?? "") ? "es" : "en";
}

/** The daemon's sentence under a dotted key; the key's own words where there is none. Fields may be keys themselves, such as an exercise. */
export function say(key: string, fields: Record<string, string> = {}): string {
  const text = coach.value[key] ?? last(key).replaceAll("_", " ");
  return text.replace(/\{(\w+)\}/g, (_, name: string) => worded(name, fields[name] ?? ""));
}

/** What is sent in parts is named by the innermost: `goals.0.target` is a target. */
const worded = (name: string, value: string): string => coach.value[`${name}.${value}`] ?? coach.value[`${name}.${last(value)}`] ?? value;

const last = (dotted: string): string => dotted.split(".").at(-1) ?? dotted;

/** What the box says in English, in the language shown; as it said it where it has no words for that. */
export const inWords = ({ error, key, fields }: Refusal): string => (key && key in coach.value ? say(key, fields) : (error ?? ""));

/** What was said in the box's language, in the language shown. */
export const saidInWords = ({ text, key, fields }: { text: string; key?: string; fields?: Record<string, string> }): string => (key ? say(key, fields) : text);

/** What the box says in English, in the language shown, as a sentence, where there are words for it. */
export function told(refusal: Refusal): string {
  const said = inWords(refusal);
  if (!refusal.key || !(refusal.key in coach.value)) return said;
  return /[.?]$/.test(said) ? capital(said) : `${capital(said)}.`;
}

export const exerciseName = (name: string): string => say(`exercise.${name}`);
export const faultName = (name: string): string => say(`fault.${name}`);

/** A sentence begins with a capital letter, unless with an option of the configuration, which is written as it is there. */
export const capital = (text: string): string => (/^\w+[._]\w/.test(text) ? text : text.charAt(0).toLocaleUpperCase(language.value) + text.slice(1));

/** A number as this language writes it. */
export const number = (value: number, digits = 0): string =>
  value.toLocaleString(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Minutes and seconds: 3:05. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), String(whole % 60).padStart(2, "0")];
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Day and time of seconds since 1970; with the year where it is another one than now. */
export function moment(seconds: number): string {
  const [then, now] = [new Date(seconds * 1000), new Date()];
  const year = then.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return then.toLocaleString(language.value, { weekday: "short", day: "numeric", month: "short", ...year, hour: "2-digit", minute: "2-digit" });
}

export const day = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleDateString(language.value, { day: "numeric", month: "short", year: "numeric" });
