/* A file -> the API, with how far it is, and then how far its analysis is. Refuses to know: what is shown meanwhile. */

import { effect, signal } from "@preact/signals";
import { may, me } from "../access";
import { api, type Problem, type Refusal, refused, silent } from "../api";
import { told as said } from "../language";
import type { Analysis } from "./analysis";

export const LARGEST_BYTES = 512 * 2 ** 20;
export const KINDS = [".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".mcap", ".csv", ".json"];
const ASK_AGAIN_MS = 500;

/** progress: 0..1 of the step. */
export interface Sent {
  name: string;
  id: string | null;
  step: "sending" | "waiting" | "working" | "done" | "failed";
  progress: number;
  problem: string;
  result: Analysis | null;
}

/** The one file that this browser looks at; it stays while other views are open. */
export const sent = signal<Sent | null>(null);

let running: XMLHttpRequest | null = null;

const put = (change: Partial<Sent>): void => {
  if (sent.peek()) sent.value = { ...sent.peek()!, ...change };
};

export async function analyse(file: File): Promise<void> {
  sent.value = { name: file.name, id: null, step: "sending", progress: 0, problem: "", result: null };
  const mine = (): boolean => sent.peek()?.name === file.name;
  try {
    const id = await post(file, (progress) => put({ progress }));
    put({ id, step: "waiting", progress: 0 });
    while (mine() && sent.peek()?.id === id) {
      const { state, progress, result, ...refusal } = await api.uploaded(id);
      if (sent.peek()?.id !== id) return;
      put({ step: state, progress, problem: said(refusal), result: (result as unknown as Analysis) ?? null });
      if (state === "done" || state === "failed") return;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  } catch (failure) {
    if (mine()) put({ step: "failed", problem: (failure as Problem).message });
  }
}

effect(() => {
  if (me.value && !may("clinician")) void drop(); // a file is of whoever sent it, not of who stands there next
});

/** Stop what is under way, and have the box forget the file. */
export async function drop(): Promise<void> {
  const before = sent.peek();
  running?.abort();
  sent.value = null;
  if (before?.id) await api.dropUpload(before.id).catch(() => undefined); // the box forgets it by itself in the end
}

/** fetch does not tell how much was sent; this does. */
function post(file: File, told: (progress: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    running = request;
    request.open("POST", `api/uploads?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader("X-CSRF", me.value?.csrf ?? "");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    request.onload = () => {
      const answer = request.response as ({ id?: string } & Refusal) | null;
      if (request.status < 300 && answer?.id) resolve(answer.id);
      else reject(refused(answer, request.status));
    };
    request.onerror = () => reject(silent());
    request.send(file);
  });
}
