/* What people who type who they are read, in both languages. */

import { language } from "../language";

const english = {
  hint: "Type your initials, hold your card to the reader, or train as a guest.",
  label: "Your initials, name or number",
  begin: "That is me",
  cardUnknown: "This card is not known yet: type your name, or choose \u201cI am new\u201d.",
  unknown: "Nobody here has these initials, this name or this number. Try your whole name, or choose \u201cI am new\u201d.",
  several: "Several people answer to this: type your whole name or your number, or use your card.",
};

const spanish: typeof english = {
  hint: "Escribe tus iniciales, acerca tu tarjeta al lector o entrena como invitado.",
  label: "Tus iniciales, nombre o número",
  begin: "Soy yo",
  cardUnknown: "Esta tarjeta aún no se conoce: escribe tu nombre o elige «Soy nuevo».",
  unknown: "Nadie aquí tiene esas iniciales, ese nombre o ese número. Prueba con tu nombre completo o elige «Soy nuevo».",
  several: "A esto responden varias personas: escribe tu nombre completo o tu número, o usa tu tarjeta.",
};

export const typedWords = (): typeof english => (language.value === "es" ? spanish : english);
