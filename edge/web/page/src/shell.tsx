/** What is around every view: top bar, ways to the other views, the safe-mode banner. */
import { may, me, refresh } from "./access";
import { api, type Role } from "./api";
import { Icon, type IconName } from "./kit/icon";
import { MistakeLine } from "./kit/mistake";
import { language, w } from "./language";
import { board, connected, lost } from "./live";
import { go } from "./router";
import { speak } from "./speaking";
import { choose, dark } from "./theme";
import { safeMode } from "./training";

const VIEWS: { name: keyof typeof w.value.nav & IconName; needs: Role }[] = [
  { name: "athlete", needs: "athlete" },
  { name: "who", needs: "athlete" },
  { name: "clinician", needs: "clinician" },
  { name: "playback", needs: "athlete" },
  { name: "progress", needs: "clinician" },
  { name: "uploads", needs: "clinician" },
  { name: "technician", needs: "technician" },
];

export function TopBar() {
  return (
    <header class="top">
      <a class="brand" href="#/"><img src="icon.svg" alt="" width="32" height="32" /><span>EdgeCoach</span></a>
      {me.value?.demo && <p class="badge">{w.value.shell.demo}</p>}
      <Connection />
      <PersonChip />
      <LanguageSwitch />
      <ThemeSwitch />
      <Leave />
    </header>
  );
}

function Connection() {
  const text = connected.value ? w.value.shell.live : lost.value ? w.value.shell.lost : w.value.shell.connecting;
  return <p class={`connection ${connected.value ? "on" : "off"}`} role="status">{text}</p>;
}

function PersonChip() {
  const person = board.value?.person;
  const name = person?.name || (board.value?.session ? w.value.shell.guest : w.value.shell.nobody);
  return <a class="chip person-chip" href="#/who"><Icon name="who" /><span>{name}</span></a>;
}

function LanguageSwitch() {
  const other = language.value === "en" ? "es" : "en";
  const label = other === "es" ? "Español" : "English";
  return (
    <button class="quiet" type="button" lang={other} onClick={() => void speak(other, true)}>
      <Icon name="language" /><span class="language-name">{label}</span>
    </button>
  );
}

function ThemeSwitch() {
  const label = dark.value ? w.value.shell.light : w.value.shell.dark;
  return (
    <button class="quiet" type="button" aria-label={label} title={label} onClick={() => choose(dark.value ? "light" : "dark")}>
      <Icon name={dark.value ? "sun" : "moon"} />
    </button>
  );
}

/** What this browser may see; staff come in by a code. */
export function Navigation({ here }: { here: string }) {
  const words = w.value;
  return (
    <nav class="views" aria-label={words.nav.menu}>
      <div>
        {VIEWS.filter(({ needs }) => may(needs)).map(({ name }) => (
          <a key={name} href={`#/${name}`} aria-current={here === name ? "page" : undefined}><Icon name={name} /><span>{words.nav[name]}</span></a>
        ))}
        {!may("clinician") && <a href="#/login" aria-current={here === "login" ? "page" : undefined}><Icon name="lock" /><span>{words.shell.login}</span></a>}
      </div>
    </nav>
  );
}

/** Beside the switches, so that all views fit side by side on a phone. */
function Leave() {
  if (!may("clinician") || me.value?.demo) return null;
  const label = w.value.shell.logout;
  return <button class="quiet" type="button" aria-label={label} title={label} onClick={() => void leave()}><Icon name="lock" /></button>;
}

async function leave(): Promise<void> {
  await api.logout();
  await refresh();
  go("");
}

export function SafeMode() {
  const mistakes = board.value?.mistakes ?? [];
  if (!safeMode.value) return null;
  return (
    <section class="banner bad" role="alert">
      <h2>{w.value.shell.safeMode}</h2>
      <ul>
        {mistakes.map((mistake, index) => <li key={index}><MistakeLine mistake={mistake} /></li>)}
      </ul>
    </section>
  );
}
