/** The page's own words in English. What the coach says is in the daemon's words. */

export const en = {
  nav: {
    athlete: "Train",
    who: "Who is here",
    clinician: "Clinic",
    playback: "Sessions",
    progress: "Progress",
    uploads: "Analyse",
    technician: "Box",
    phone: "Phone",
    skip: "Skip to content",
    menu: "Views",
  },
  shell: {
    live: "Live",
    lost: "Connection lost, trying again",
    connecting: "Connecting",
    light: "Light",
    dark: "Dark",
    theme: "Light or dark",
    language: "Language",
    guest: "Guest",
    nobody: "Who is here?",
    safeMode: "Safe mode: no device is open, because the configuration has mistakes",
    line: (line: number) => `Line ${line}`,
    demo: "Demo: made-up person, made-up data",
    notFound: "There is no such view.",
    home: "Back to the start",
    failed: "This view could not be shown.",
    again: "Try again",
    login: "Staff",
    logout: "Log out",
  },
  login: {
    title: "Staff code",
    why: (role: string) => `This view is for the ${role}.`,
    code: "Code",
    enter: "Open",
    hint: "A technician makes codes with: edgecoach access new clinician",
    wrong: "That code is not right.",
  },
  roles: { athlete: "athlete", clinician: "clinician", technician: "technician", phone: "phone" },
};

export type Words = typeof en;
