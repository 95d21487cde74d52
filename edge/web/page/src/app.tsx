/** The shell: top bar, views, banners; the view of the place. Heavy views are loaded when they are first opened. */
import { lazy, Suspense } from "preact/compat";
import type { ComponentType } from "preact";
import { may, me } from "./access";
import type { Role } from "./api";
import { AthleteView } from "./athlete/view";
import { ErrorFence } from "./kit/error_fence";
import { LoginView } from "./login";
import { place } from "./router";
import { Navigation, SafeMode, TopBar } from "./shell";
import { WhoView } from "./who/view";
import { home } from "./home";
import { w } from "./language";

interface Route {
  view: ComponentType;
  needs: Role;
}

const ROUTES: Record<string, Route> = {
  athlete: { view: AthleteView, needs: "athlete" },
  who: { view: WhoView, needs: "athlete" },
  clinician: { view: lazy(() => import("./clinician/view").then((m) => m.ClinicianView)), needs: "clinician" },
  playback: { view: lazy(() => import("./playback/view").then((m) => m.PlaybackView)), needs: "athlete" },
  progress: { view: lazy(() => import("./progress/view").then((m) => m.ProgressView)), needs: "clinician" },
  uploads: { view: lazy(() => import("./uploads/view").then((m) => m.UploadsView)), needs: "clinician" },
  technician: { view: lazy(() => import("./technician/view").then((m) => m.TechnicianView)), needs: "technician" },
  phone: { view: lazy(() => import("./phone/view").then((m) => m.PhoneView)), needs: "nobody" },
  login: { view: () => <LoginView needs="clinician" />, needs: "nobody" },
};

export function App() {
  const name = place.value.view || home.value;
  if (name === "phone") return <main id="content" class="phone"><Outlet name={name} /></main>;
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>{w.value.nav.skip}</a>
      <TopBar />
      <Navigation here={name} />
      <main id="content" tabIndex={-1} class={`view-${name}`}>
        <SafeMode />
        <Outlet name={name} />
      </main>
    </>
  );
}

/** To the content without changing the place, which is behind the # too. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

/** What a view showed to one role is nothing to the next: it begins anew, also where a login ends by itself. Who logs in goes on. */
function Outlet({ name }: { name: string }) {
  const route = ROUTES[name];
  if (!route) return <p class="empty">{w.value.shell.notFound} <a href="#/">{w.value.shell.home}</a></p>;
  if (!me.value && !may(route.needs)) return <Waiting />;
  if (!may(route.needs)) return <LoginView needs={route.needs} />;
  return (
    <ErrorFence key={route.needs === "nobody" ? name : `${name} ${me.value?.role ?? "athlete"}`}>
      <Suspense fallback={<Waiting />}>
        <route.view />
      </Suspense>
    </ErrorFence>
  );
}

const Waiting = () => <div class="loading" aria-busy="true" />;
