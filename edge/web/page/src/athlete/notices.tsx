/** What works less well just now, one sentence each: a source that left, a disk that is full. */
import { may } from "../access";
import { Icon } from "../kit/icon";
import { Said } from "../kit/said";
import { capital, say, told, w } from "../language";
import { board } from "../live";

/** Sources that an athlete can do something about, or that what they see depends on. That no loudspeaker is there is for the technician. */
const MEASURES = /^(camera|imu|phone|watch)/;

export function Notices() {
  const health = board.value?.health;
  const away = (health?.links ?? []).filter(({ link, source }) => !link && (MEASURES.test(source) || may("technician"))).map(({ source, reason }) => w.value.athlete.away(capital(say(`source.${source}`)), capital(told(reason))));
  const lines = [...(health?.troubles ?? []).map(told), ...away];
  if (!lines.length) return null;
  return <ul class="notices" role="status">{lines.map((line) => <li key={line}><Icon name="warn" size={20} /><span><Said text={line} /></span></li>)}</ul>;
}
