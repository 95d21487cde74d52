/**
 * The daemon's live stream -> what is shown now. Refuses to know: who shows it.
 * The line comes back by itself; of frames only the newest is kept, so a slow screen drops pictures and never lags.
 */
import { batch, signal } from "@preact/signals";
import type { Mistake, Refusal } from "./api";

export interface View {
  quality: number;
  side: string;
  advice: string[];
  /** From where this exercise is seen best. */
  best_side: "front" | "side" | null;
  /** Mean error of knees and hips from there, as it was measured. */
  expected_error_deg: number | null;
  whole_body: boolean;
  distance: "near" | "good" | "far";
  /** null where nobody measures it. */
  light: "dark" | "good" | "glaring" | null;
}

export interface Health {
  fps: number;
  frames: number;
  lost_frames: number;
  answer_ms: Latency;
  cue_ms: Latency;
  heart: Heart | null;
  links: { source: string; link: boolean; reason: Refusal }[];
  troubles: Refusal[];
  recording: string;
  worn: { where: string; side: string | null; late_ms: [number, number] | null; heading_deg: [number, number] | null; guided: boolean }[];
  /** How long whoever's knees were measured has stood still since; null where nobody was measured. */
  stood_s: number | null;
}

export interface Latency {
  p50_ms: number | null;
  p95_ms: number | null;
}

export interface Heart {
  bpm: number;
  age_s: number;
  zone: number | null;
  /** [seconds ago, beats a minute], oldest first. */
  trend?: [number, number][];
}

/** t: when it was said, by the box's clock; who is told the same twice is told twice. text: in the box's language; key, fields: of its sentence, for any other. */
export interface Cue {
  t: number;
  text: string;
  key: string;
  fields: Record<string, string>;
  priority: string;
  shown_s: number;
}

export type Grade = "green" | "orange" | "grey";

export interface Board {
  reps: number;
  good: number;
  set_reps: number;
  exercise: { name: string; label: string } | null;
  person: { id: string; name: string } | null;
  session: { id: string; started_at: number } | null;
  score: number | null;
  grade: Grade;
  cue: Cue | null;
  view: View | null;
  hold: { since: number; exercise?: string } | null;
  heart: Heart | null;
  /** How strongly the box speaks each way, 0 (off) to 1, and whether nothing sounds at this hour. */
  switches: Record<"voice" | "sound" | "haptics" | "light", number> & { quiet: boolean };
  /** For the session that is on, or the next one, by whomever; null: as the box has it. */
  wishes: Record<"exercise" | "load_kg" | "recording", string | null>;
  mistakes: Mistake[];
  health: Health | null;
}

export interface Frame {
  t: number;
  w: number;
  h: number;
  points: ([number, number] | null)[];
  /** Millimetres, hip-centred, camera axes: x right, y down, z away. */
  world: ([number, number, number] | null)[];
  /** One bit a landmark. */
  seen: number;
  angles: { deg: (number | null)[]; sd: (number | null)[] } | null;
  /** Percent of strength by joint. */
  load: Record<string, number | null> | null;
}

export interface News {
  kind: "rep" | "hold" | "set" | "fault" | "cue" | "exercise" | "posture" | "coach";
  t: number;
  /** In the box's language. */
  text: string;
  /** By which every language has it; what the coach says is in the box's alone. */
  key?: string;
  fields?: Record<string, string>;
  good?: boolean | null;
  [more: string]: unknown;
}

type Message = { kind: "board"; body: Board } | { kind: "frame"; body: Frame | null } | { kind: "news"; body: News } | { kind: "forget"; body: null };
type Watcher = (frame: Frame | null) => void;

/** Close codes of the box. */
const [NOT_LET_IN, LOGIN_ENDED] = [1008, 4401];
/** As many as the box remembers of a session. */
const NEWS_KEPT = 5000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

export const board = signal<Board | null>(null);
export const news = signal<News[]>([]);
/** How often the box said that what was told before is nobody's any more. */
export const forgets = signal(0);
export const connected = signal(false);
/** True once there was a line and it broke. */
export const lost = signal(false);
/** Whether somebody is in the picture. */
export const somebody = signal(false);

/** How often the box ended the line because this browser may not listen (any more). */
export const sentAway = signal(0);

const watchers = new Set<Watcher>();
let newest: Frame | null = null;

/** The newest frame, for whoever draws at the screen's own pace. */
export const frame = (): Frame | null => newest;

/** Be told of each frame that comes. Returns how to stop that. */
export function watchFrames(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** One text of the stream: an array of messages. What came before a word to forget is somebody else's. */
export function take(text: string): void {
  const messages = JSON.parse(text) as Message[];
  const forgotten = messages.map(({ kind }) => kind).lastIndexOf("forget");
  const told = messages.slice(forgotten + 1).flatMap((message) => (message.kind === "news" ? [message.body] : []));
  batch(() => {
    if (forgotten >= 0) {
      news.value = [];
      forgets.value += 1;
    }
    for (const message of messages) show(message);
    if (told.length) news.value = [...told.reverse(), ...news.value].slice(0, NEWS_KEPT);
  });
}

function show(message: Message): void {
  if (message.kind === "board") board.value = message.body;
  else if (message.kind === "frame") {
    newest = message.body;
    somebody.value = newest !== null;
    for (const watcher of watchers) watcher(newest);
  }
}

let again: ReturnType<typeof setTimeout> | undefined;
let line: WebSocket | null = null;

/** Open the line and keep it open; called once more, it does not wait for the next try. */
export function connect(pause = FIRST_PAUSE_MS): void {
  clearTimeout(again);
  if (line && line.readyState <= WebSocket.OPEN) return;
  const address = new URL("api/live", document.baseURI);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  line = new WebSocket(address);
  let next = pause;
  line.onopen = () => {
    next = FIRST_PAUSE_MS;
    batch(() => {
      news.value = [];
      connected.value = true;
      lost.value = false;
    });
  };
  line.onmessage = ({ data }) => take(data as string);
  line.onclose = ({ code }) => {
    gone();
    if (code === NOT_LET_IN || code === LOGIN_ENDED) sentAway.value += 1;
    again = setTimeout(connect, next, Math.min(next * 2, LONGEST_PAUSE_MS));
  };
}

function gone(): void {
  newest = null;
  batch(() => {
    connected.value = false;
    lost.value = true;
    somebody.value = false;
  });
  for (const watcher of watchers) watcher(null);
}
