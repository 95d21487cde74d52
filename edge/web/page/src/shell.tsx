/** What is around every view: top bar, ways to the other views, the safe-mode banner. */
import { may, me } from "./access";
import type { Role } from "./api";
import { Icon, type IconName } from "./kit/icon";
import { language, speak, w } from "./language";
import { board, connected, lost } from "./live";
import { choose, dark } from "./theme";

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
  return <a class="chip" href="#/who"><Icon name="who" />{name}</a>;
}

function LanguageSwitch() {
  const other = language.value === "en" ? "es" : "en";
  const label = other === "es" ? "Español" : "English";
  return (
    <button class="quiet" type="button" lang={other} onClick={() => void speak(other, true)}>
      <Icon name="language" /><span>{label}</span>
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

export function Navigation({ here }: { here: string }) {
  return (
    <nav class="views" aria-label={w.value.nav.menu}>
      {VIEWS.map(({ name, needs }) => (
        <a key={name} href={`#/${name}`} aria-current={here === name ? "page" : undefined} class={may(needs) ? "" : "locked"}>
          <Icon name={name} /><span>{w.value.nav[name]}</span>
        </a>
      ))}
    </nav>
  );
}

export function SafeMode() {
  const mistakes = board.value?.mistakes ?? [];
  if (!mistakes.length && !me.value?.safe_mode) return null;
  return (
    <section class="banner bad" role="alert">
      <h2>{w.value.shell.safeMode}</h2>
      <ul>
        {mistakes.map((mistake, index) => (
          <li key={index}>{typeof mistake === "string" ? mistake : `${mistake.line ? `${w.value.shell.line(mistake.line)}: ` : ""}${mistake.text}`}</li>
        ))}
      </ul>
    </section>
  );
}
