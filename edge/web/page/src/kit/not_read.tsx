/** What of a recording or a file could not be read, in one sentence; nothing where all of it could. */
import type { Lost } from "../api";
import { saidInWords, say } from "../language";
import { Icon } from "./icon";

export function NotRead({ lost }: { lost: Lost[] }) {
  if (!lost.length) return null;
  const what = lost.map(saidInWords).join("; ");
  return <p class="banner warn" role="status"><span><Icon name="warn" size={20} /> {say("sheet.trouble", { what })}</span></p>; // prettier-ignore
}
