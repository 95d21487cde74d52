/** What the box refuses, in the language shown. */
import "./browserless";
import { afterEach, expect, test, vi } from "vitest";
import { api, type Problem } from "../src/api";
import { language, learnSentences, told } from "../src/language";
import { speak } from "../src/speaking";

afterEach(() => {
  language.value = "en";
  learnSentences({});
  vi.unstubAllGlobals();
});

const answer = (status: number, body: unknown): void =>
  void vi.stubGlobal("fetch", () => Promise.resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { status })));

const message = async (): Promise<string> => api.exercises().then(() => "", (problem: Problem) => problem.message);

test("a refusal with a key is said in the box's words of that language, with its fields put into words", () => {
  learnSentences({ "refusal.name_taken": "ya hay un ejercicio llamado {exercise}", "exercise.squat": "sentadilla" });
  expect(told({ error: "There is.", key: "refusal.name_taken", fields: { exercise: "squat" } })).toBe("Ya hay un ejercicio llamado sentadilla.");
});

test("one without words stays as the box said it", () => {
  expect(told({ error: "The disk is full.", key: "" })).toBe("The disk is full.");
  expect(told({ error: "The disk is full.", key: "refusal.full" })).toBe("The disk is full.");
  expect(told({ error: null })).toBe("");
});

test("whoever asks gets it so", async () => {
  language.value = "es";
  learnSentences({ "refusal.busy": "el aparato está ocupado" });
  answer(503, { error: "The box is busy.", key: "refusal.busy", fields: {} });
  expect(await message()).toBe("El aparato está ocupado.");
});

test("a box that is silent, or answers nonsense, is said in the language shown", async () => {
  language.value = "es";
  answer(502, "<html>");
  expect(await message()).toBe("EdgeCoach respondió 502.");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError()));
  expect(await message()).toBe("EdgeCoach no responde. ¿Está encendido el aparato?");
});

test("what went wrong follows the language that is shown", async () => {
  learnSentences({ "refusal.busy": "the box is busy" });
  answer(503, { error: "The box is busy.", key: "refusal.busy", fields: {} });
  const problem = await api.exercises().catch((failure: Problem) => failure as Problem);
  learnSentences({ "refusal.busy": "el aparato está ocupado" });
  expect((problem as Problem).message).toBe("El aparato está ocupado.");
});

test("the words of a language that is wanted no more come too late", async () => {
  const slow: Record<string, (answer: Response) => void> = {};
  vi.stubGlobal("document", { baseURI: "http://127.0.0.1:8080/", documentElement: { dataset: {} } });
  vi.stubGlobal("fetch", (path: string | URL) => new Promise<Response>((resolve) => (slow[String(path).slice(-2)] = resolve)));
  const [spanish, english] = [speak("es"), speak("en")];
  slow.en?.(new Response(JSON.stringify({ "refusal.busy": "the box is busy" })));
  await english;
  slow.es?.(new Response(JSON.stringify({ "refusal.busy": "el aparato está ocupado" })));
  await spanish;
  expect(told({ error: "", key: "refusal.busy", fields: {} })).toBe("The box is busy.");
});
