/** Starts the page: who this browser is, its language, the live line, the shell. */
import { render } from "preact";
import { effect } from "@preact/signals";
import { look, me, refresh } from "./access";
import { App } from "./app";
import { preferred } from "./language";
import { connect, connected, sentAway } from "./live";
import { speak } from "./speaking";

void speak(preferred(navigator.language));
const begin = () => refresh().then((known) => speak(preferred(known.language)));
void begin().catch(() => connect()); // the line says that nobody answers, and comes back by itself
effect(() => {
  if (connected.value && !me.peek()) void begin().catch(() => undefined);
});
effect(() => {
  if (sentAway.value) void look().catch(() => undefined); // a login that ended leads to the code, not to an empty view
});

const root = document.getElementById("app");
root?.replaceChildren();
if (root) render(<App />, root);
