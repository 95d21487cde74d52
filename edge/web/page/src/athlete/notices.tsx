/** What works less well just now, one sentence each: a source that left, a disk that is full. */
import { Icon } from "../kit/icon";
import { capital, say, told, w } from "../language";
import { board } from "../live";
import { coached } from "../training";

export function Notices() {
  const health = board.value?.health;
  const away = (health?.links ?? []).filter(({ link }) => !link).map(({ source, reason }) => w.value.athlete.away(capital(say(`source.${source}`)), told(reason)));
  const lines = [...(health?.troubles ?? []).map(told), ...away];
  return (
    <>
      {coached.value && <section class="card coach"><h2>{w.value.athlete.coach}</h2><p>{coached.value}</p></section>}
      {lines.length > 0 && <ul class="notices" role="status">{lines.map((line) => <li key={line}><Icon name="warn" size={20} />{line}</li>)}</ul>}
    </>
  );
}
