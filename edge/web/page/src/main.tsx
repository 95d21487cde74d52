/** Starts the page: who this browser is, its language, the live line, the shell. */
import { render } from "preact";
import { refresh } from "./access";
import { App } from "./app";
import { preferred, speak } from "./language";
import { connect } from "./live";

void speak(preferred(navigator.language));
void refresh().then(
  (me) => speak(preferred(me.language)),
  () => undefined, // the live line says that nobody answers, and comes back by itself
);
connect();
const root = document.getElementById("app");
if (root) render(<App />, root);
