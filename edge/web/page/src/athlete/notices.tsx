/** What works less well just now, one sentence each: a source that left, a disk that is full. */
import { Icon } from "../kit/icon";
import { capital, say, told, w } from "../language";
import { board } from "../live";

export function Notices() {
  const health = board.value?.health;
  const away = (health?.links ?? []).filter(({ link }) => !link).map(({ source, reason }) => w.value.athlete.away(capital(say(`source.${source}`)), capital(told(reason))));
  const lines = [...(health?.troubles ?? []).map(told), ...away];
  if (!lines.length) return null;
  return <ul class="notices" role="status">{lines.map((line) => <li key={line}><Icon name="warn" size={20} />{line}</li>)}</ul>;
}
