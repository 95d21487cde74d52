/**
 * The daemon's REST interface, typed. Refuses to know: who shows the answers.
 * Every failure is a `Problem` whose message is one sentence for a person in the language shown, the daemon's own where it sent one.
 */

import { told, w } from "./language";

export type Role = "nobody" | "athlete" | "clinician" | "technician" | "phone";
export type Language = "en" | "es";
export type Sex = "F" | "M";

export interface Me {
  role: Role;
  csrf: string;
  /** Of the box: english or spanish, or en or es. */
  language: string;
  demo: boolean;
  safe_mode: boolean;
  /** Whether the page is open to the network. */
  opened: boolean;
  /** Whether whoever comes sees everybody's name to pick from. */
  names_listed: boolean;
  version: string;
}

export interface Goal {
  exercise: string;
  measure: "repetitions_a_week" | "sessions_a_week" | "range_deg";
  target: number;
}

export interface Consent {
  recording: boolean;
  phone: boolean;
  given_at: number | null;
}

export interface Person {
  id: string;
  name: string;
  height_m?: number | null;
  mass_kg?: number | null;
  sex?: Sex | null;
  age?: number | null;
  goals?: Goal[];
  consent?: Consent | null;
  language?: string;
  has_card?: boolean | null;
}

export interface NewPerson {
  name: string;
  height_m: number | null;
  mass_kg: number | null;
  sex: Sex | null;
  age: number | null;
  goals: Goal[];
  consent: { recording: boolean; phone: boolean };
  language: string;
  card?: string;
}

/** Only what changes; an empty card takes the card away. */
export type PersonChange = Partial<NewPerson>;

/** What the box signed of an erasure. */
export type Receipt = Record<string, unknown>;

/** unjudged: of the repetitions, those of which nobody could say how they were done. */
export interface ExerciseCount {
  exercise: string;
  reps: number;
  good: number;
  unjudged: number;
  held_s: number;
}

export interface SessionSummary {
  id: string;
  person_id: string;
  started_at: number;
  clock_trusted: boolean;
  duration_s: number;
  reps: number;
  good: number;
  unjudged: number;
  score: number | null;
  recording: "whole" | "cut_off" | "damaged" | "none" | "running";
  exercises: ExerciseCount[];
}

/** range_deg, good and score are null where nobody could judge it. */
export interface Rep {
  number: number;
  exercise: string;
  side: "left" | "right" | "both";
  start_s: number;
  turn_s: number;
  end_s: number;
  range_deg: number | null;
  tempo_s: [number, number, number];
  good: boolean | null;
  score: number | null;
  faults: string[];
}

export interface Hold {
  exercise: string;
  start_s: number;
  end_s: number;
  good?: boolean;
  score?: number;
}

export interface Fault {
  t_s: number;
  name: string;
  severity: "info" | "minor" | "major";
  size: number;
  unit: string;
  cue: string;
  /** By which every language has it. */
  cue_key?: string;
  rep?: number | null;
}

export interface Cue {
  t_s: number;
  channel: string;
  text: string;
  /** By which every language has it. */
  key?: string;
  fields?: Record<string, string>;
}

export interface Segment {
  start_s: number;
  end_s: number;
  name: string;
  confidence: number;
}

export interface SetDone {
  number: number;
  exercise: string;
  start_s: number;
  end_s: number;
  reps: number;
  good: number;
  unjudged: number;
  score: number | null;
}

/** `reps` are the repetitions themselves here. */
export interface Session extends Omit<SessionSummary, "reps"> {
  rep_count: number;
  reps: Rep[];
  holds: Hold[];
  faults: Fault[];
  cues: Cue[];
  sets: SetDone[];
  segments: Segment[];
  coach: { set: number; text: string }[];
  quality: Record<string, unknown>;
}

/** 10 samples a second of the whole body; null where a joint was not seen. */
export interface Track {
  t: number[];
  /** 33 x (x, y, z) in mm for each moment, hip-centred, camera axes: x right, y down, z away. */
  world: (number[] | null)[];
  /** One bit a landmark. */
  seen: number[];
  /** Null for a moment without a body. */
  angles: { names: string[]; deg: ((number | null)[] | null)[]; sd_deg: ((number | null)[] | null)[] };
  load: { names: string[]; percent: (number | null)[][] };
  lost: Lost[];
}

/** What of a recording or a file could not be read; it stands after a colon. */
export interface Lost {
  text: string;
  key?: string;
  fields?: Record<string, string>;
}

export interface Progress {
  sessions: {
    id: string;
    started_at: number;
    reps: number;
    good: number;
    unjudged: number;
    score: number | null;
    duration_s: number;
    exercises: ExerciseCount[];
    ranges: Record<string, number>;
    load: Record<string, number | null>;
  }[];
  goals: (Goal & { done: number })[];
  adherence: { week: string; sessions: number }[];
  /** So many sessions' load is still to be worked out. */
  unseen: number;
}

export interface ExerciseInfo {
  name: string;
  label: string;
  holds: boolean;
  side: string;
}

/** An exercise that people taught this box. */
export interface ExerciseTaught {
  name: string;
  label: string;
  reps: number;
  summary: string;
}

/** joint: without a side; alternating: left and right in turn. */
export interface MovementFound {
  reps: number;
  side: "left" | "right" | "both";
  alternating: boolean;
  joint: string;
  from_deg: number;
  to_deg: number;
  rep_s: number;
}

export interface Teaching {
  state: "none" | "watching" | "found";
  label: string;
  seconds: number;
  full: boolean;
  found: MovementFound | null;
}

export interface AngleInfo {
  key: string;
  label: string;
  group: string;
  normal_range_deg: [number, number] | null;
  sign: string;
}

/** What the box refuses. key: of its sentences, empty where it has no words for it in other languages. */
export interface Refusal {
  error?: string | null;
  key?: string;
  fields?: Record<string, string>;
}

export interface Upload extends Refusal {
  state: "waiting" | "working" | "done" | "failed";
  progress: number;
  result?: Record<string, unknown>;
}

export interface CameraId {
  source: string;
  device: string;
}

export interface CameraWish extends CameraId {
  rotate_deg: number;
  mirror: boolean;
}

/** open: what the one that is open calls itself, empty while none is. */
export interface CameraNow extends CameraWish {
  open: string;
}

export interface Technician {
  health: unknown;
  checks: { name: string; state: string; texts: Refusal[]; advice: Refusal | null }[];
  mistakes: Mistake[];
  cameras: (CameraId & { name: string; chosen: boolean })[];
  /** Null where none can be chosen. */
  camera: CameraNow | null;
  logs: string[];
}

export interface Mistake extends Refusal {
  line: number | null;
}

export interface Pairing {
  code: string;
  url: string;
  qr_svg: string;
  expires_s: number;
}

export type ExportKind = "csv" | "parquet" | "mcap" | "opensim" | "c3d" | "fhir";
export type ReportKind = "html" | "pdf";

/** What the daemon said no to, or that it does not answer. `status` is 0 where nothing came back. */
export class Problem extends Error {
  constructor(
    private readonly say: () => string,
    readonly status: number,
  ) {
    super();
  }

  /** In the language that is shown when it is read. */
  override get message(): string {
    return this.say();
  }
}

let csrf = "";
const FORBIDDEN = 403;

/** A box that was started again wants another token than the one that this page was told: it is asked for once more. */
async function ask(method: string, path: string, body?: Blob | object): Promise<Response> {
  if (method !== "GET" && !csrf) await api.me();
  const told = csrf;
  let answer = await request(method, path, body);
  if (answer.status === FORBIDDEN && method !== "GET" && (await api.me()).csrf !== told) answer = await request(method, path, body);
  if (!answer.ok) throw refused((await answer.json().catch(() => null)) as Refusal | null, answer.status);
  return answer;
}

async function request(method: string, path: string, body?: Blob | object): Promise<Response> {
  const headers: Record<string, string> = method === "GET" ? {} : { "X-CSRF": csrf };
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body instanceof Blob) init.body = body;
  else if (body !== undefined) {
    init.body = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  try {
    return await fetch(`api/${path}`, init);
  } catch {
    throw silent();
  }
}

/** Nothing came back. */
export const silent = (): Problem => new Problem(() => w.value.box.silent, 0);

/** The box said no, or something that is none of its answers. */
export const refused = (said: Refusal | null, status: number): Problem => new Problem(() => (said && told(said)) || w.value.box.answered(status), status);

async function get<T>(path: string): Promise<T> {
  return (await (await ask("GET", path)).json()) as T;
}

async function send<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await ask(method, path, body ?? {});
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

const query = (wanted: Record<string, string | number | undefined>): string => {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}` : "";
};

export const api = {
  async me(): Promise<Me> {
    const me = await get<Me>("me");
    csrf = me.csrf;
    return me;
  },
  login: (code: string) => send<unknown>("POST", "login", { code }),
  logout: () => send<unknown>("POST", "logout"),

  people: () => get<Person[]>("people"),
  person: (id: string) => get<Person>(`people/${id}`),
  addPerson: (person: NewPerson) => send<Person>("POST", "people", person),
  changePerson: (id: string, change: PersonChange) => send<Person>("PATCH", `people/${id}`, change),
  erasePerson: (id: string) => send<Receipt>("DELETE", `people/${id}`),
  /** Initials, a whole name, or a card's number. */
  personOfTyped: (typed: string) => send<Person>("POST", "people/typed", { typed }),
  personOfCard: (number: string) => send<Person>("POST", "people/card", { number }),
  progress: (id: string) => get<Progress>(`people/${id}/progress`),

  sessions: (wanted: { person?: string; before?: number; limit?: number } = {}) => get<SessionSummary[]>(`sessions${query(wanted)}`),
  session: (id: string) => get<Session>(`sessions/${id}`),
  /** The whole body over time, or how far the daemon is with working it out. */
  async track(id: string): Promise<Track | { progress: number }> {
    return (await (await ask("GET", `sessions/${id}/track`)).json()) as Track | { progress: number };
  },

  command: (name: string, value: string, more: Record<string, string> = {}) => send<unknown>("POST", "command", { name, value, ...more }),
  exercises: () => get<ExerciseInfo[]>("exercises"),
  teaching: () => get<Teaching>("teaching"),
  teach: (label: string, reps: number | null) => send<Teaching>("POST", "teaching", { label, reps }),
  finishTeaching: () => send<Teaching>("POST", "teaching/finish"),
  keepTaught: () => send<ExerciseTaught[]>("POST", "teaching/keep"),
  dropTeaching: () => send<Teaching>("DELETE", "teaching"),
  taught: () => get<ExerciseTaught[]>("exercises/taught"),
  forgetTaught: (name: string) => send<ExerciseTaught[]>("DELETE", `exercises/taught/${name}`),
  angles: () => get<AngleInfo[]>("angles"),
  words: (language: Language) => get<Record<string, string>>(`words/${language}`),

  uploaded: (id: string) => get<Upload>(`uploads/${id}`),
  dropUpload: (id: string) => send<unknown>("DELETE", `uploads/${id}`),

  technician: () => get<Technician>("technician"),
  useCamera: (camera: CameraWish) => send<unknown>("POST", "camera", camera),

  pairing: () => send<Pairing>("POST", "phone/pairing"),
  joinByCode: (code: string) => send<Me>("POST", "phone/join", { code }),

  /** language: of whoever asks; that of the person whom it is about comes first. */
  sessionReport: (id: string, kind: ReportKind, language: Language) => ask("POST", `sessions/${id}/report`, { kind, language }).then(save),
  personReport: (id: string, kind: ReportKind, language: Language) => ask("GET", `people/${id}/report${query({ kind, language })}`).then(save),
  sessionExport: (id: string, kind: ExportKind) => ask("GET", `sessions/${id}/export/${kind}`).then(save),
};

/** Hand a file to the browser's downloads, under the name that the daemon gave it. */
async function save(answer: Response): Promise<string> {
  const name = /filename="?([^";]+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "edgecoach";
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}
