/** A mistake in the configuration: its line, and what is wrong there. Options are written as in the file. */
import type { Mistake } from "../api";
import { inWords, w } from "../language";

export const MistakeLine = ({ mistake }: { mistake: Mistake }) => (
  <>{mistake.line !== null && <b>{w.value.shell.line(mistake.line)}: </b>}{inWords(mistake)}</>
);
