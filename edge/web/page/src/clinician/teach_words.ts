/* What teaching an exercise says, in both languages. Refuses to know: when it is said. */

import type { MovementFound } from "../api";
import { language, number } from "../language";

type Whose = Record<"left" | "right" | "both" | "inTurn", string>;

const middle = (name: string): Whose => ({ left: name, right: name, both: name, inTurn: name });

const english = {
  open: "Teach an exercise",
  name: "What it is called",
  reps: "How many repetitions will be shown",
  repsHint: "Empty if nobody counts",
  begin: "Begin",
  show: (label: string) => `Show “${label}” three to eight times, each time back to where it began. Then press Done.`,
  seen: (seconds: number) => `${number(seconds)} s of somebody seen`,
  nobody: "Nobody is seen yet",
  full: "Three minutes are over: press Done",
  done: "Done",
  cancel: "Cancel",
  keep: "Keep it",
  again: "Show it again",
  drop: "Drop it",
  kept: (label: string) => `“${label}” can be chosen among the exercises now.`,
  taught: "Taught so far",
  none: "Nothing was taught yet.",
  forget: (label: string) => `Forget ${label}`,
  whose: {
    knee: { left: "the left knee", right: "the right knee", both: "both knees", inTurn: "the left and right knee in turn" },
    hip: { left: "the left hip", right: "the right hip", both: "both hips", inTurn: "the left and right hip in turn" },
    elbow: { left: "the left elbow", right: "the right elbow", both: "both elbows", inTurn: "the left and right elbow in turn" },
    shoulder: { left: "the left shoulder", right: "the right shoulder", both: "both shoulders", inTurn: "the left and right shoulder in turn" },
    ankle: { left: "the left ankle", right: "the right ankle", both: "both ankles", inTurn: "the left and right ankle in turn" },
    trunk: middle("the trunk"),
    neck_tilt: middle("the neck"),
    head_pitch: middle("the head"),
  } as Record<string, Whose>,
  found: (reps: number, whose: string, from: number, to: number, seconds: string) =>
    `${reps} repetitions of ${whose}, from ${from} to ${to} degrees, about ${seconds} s each.`,
};

const spanish: typeof english = {
  open: "Enseñar un ejercicio",
  name: "Cómo se llama",
  reps: "Cuántas repeticiones se mostrarán",
  repsHint: "Vacío si nadie cuenta",
  begin: "Empezar",
  show: (label) => `Muestra «${label}» de tres a ocho veces, volviendo siempre a donde empezó. Después pulsa Hecho.`,
  seen: (seconds) => `Se ha visto a alguien durante ${number(seconds)} s`,
  nobody: "Todavía no se ve a nadie",
  full: "Han pasado tres minutos: pulsa Hecho",
  done: "Hecho",
  cancel: "Cancelar",
  keep: "Guardarlo",
  again: "Mostrarlo otra vez",
  drop: "Descartarlo",
  kept: (label) => `«${label}» ya puede elegirse entre los ejercicios.`,
  taught: "Enseñados hasta ahora",
  none: "Todavía no se ha enseñado nada.",
  forget: (label) => `Olvidar ${label}`,
  whose: {
    knee: { left: "la rodilla izquierda", right: "la rodilla derecha", both: "ambas rodillas", inTurn: "una rodilla y otra por turnos" },
    hip: { left: "la cadera izquierda", right: "la cadera derecha", both: "ambas caderas", inTurn: "una cadera y otra por turnos" },
    elbow: { left: "el codo izquierdo", right: "el codo derecho", both: "ambos codos", inTurn: "un codo y otro por turnos" },
    shoulder: { left: "el hombro izquierdo", right: "el hombro derecho", both: "ambos hombros", inTurn: "un hombro y otro por turnos" },
    ankle: { left: "el tobillo izquierdo", right: "el tobillo derecho", both: "ambos tobillos", inTurn: "un tobillo y otro por turnos" },
    trunk: middle("el tronco"),
    neck_tilt: middle("el cuello"),
    head_pitch: middle("la cabeza"),
  },
  found: (reps, whose, from, to, seconds) => `${reps} repeticiones con ${whose}, de ${from} a ${to} grados, de unos ${seconds} s cada una.`,
};

export const teachWords = (): typeof english => (language.value === "es" ? spanish : english);

/** What was found, in one sentence. */
export function foundInWords(found: MovementFound): string {
  const words = teachWords();
  const whose = words.whose[found.joint]?.[found.alternating ? "inTurn" : found.side] ?? found.joint;
  return words.found(found.reps, whose, found.from_deg, found.to_deg, number(found.rep_s, 1));
}
