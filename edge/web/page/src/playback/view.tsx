/** Sessions and playback, mounted by the router: a list, or one session, or two side by side. */
import { place } from "../router";
import { SessionsList } from "../sessions/list";
import { Player } from "./player";

export function PlaybackView() {
  const [id] = place.value.rest;
  const beside = place.value.query.get("beside");
  return id ? <Player key={`${id} ${beside}`} id={id} beside={beside} /> : <SessionsList />;
}
