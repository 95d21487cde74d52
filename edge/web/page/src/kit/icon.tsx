/** The page's line icons, drawn for it on a 24 x 24 grid. */

const PATHS = {
  athlete: "M3 9v6M6 6.5v11M18 6.5v11M21 9v6M6 12h12",
  who: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.7 3.6-6 7.5-6s6.9 2.3 7.5 6",
  clinician: "M3 12h4l2.5-7 5 14 2.5-7h4",
  playback: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM10 8.500v7l5.5-3.500Z",
  progress: "M3 20h18M5 16l5-5 4 3 6-8M20 11V6h-5",
  uploads: "M12 15V4M7.5 8 12 3.5 16.5 8M4 15v4.500h16V15",
  technician: "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  language: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c-5 5.5-5 12.5 0 18 5-5.5 5-12.5 0-18Z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v2M12 20v2M2 12h2M20 12h2M4.9 4.900l1.4 1.400M17.7 17.700l1.4 1.400M4.9 19.100l1.4-1.400M17.7 6.300l1.4-1.4",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500Z",
  heart: "M12 20s-7.5-4.7-8.7-9.300C2.4 7 4.7 4.5 7.4 4.500c1.9 0 3.6 1 4.6 2.7 1-1.7 2.7-2.7 4.6-2.7 2.7 0 5 2.5 4.1 6.200C19.5 15.3 12 20 12 20Z",
  check: "M4.5 12.500l5 5 10-11",
  warn: "M12 3.5 2.5 20h19ZM12 10v4.500M12 17v.5",
  pause: "M8 5v14M16 5v14",
  play: "M7 4.500v15l12.5-7.500Z",
  stop: "M6 6h12v12H6Z",
  plus: "M12 4.500v15M4.5 12h15",
  card: "M3 6h18v12H3ZM3 10h18M6.5 14.500h4",
  phone: "M7.5 2.500h9v19h-9ZM11 18.500h2",
  camera: "M3 7.500h4l1.5-2.500h7L17 7.500h4V19H3ZM12 16.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: "M5.5 5.500l13 13M18.5 5.500l-13 13",
  timer: "M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 9v4.500l3 2M9.5 2h5",
  distance: "M3 12h18M7 8l-4 4 4 4M17 8l4 4-4 4",
  body: "M12 6.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5 9.500l7-1 7 1M12 8.500v6M12 14.500l-3.5 7M12 14.500l3.5 7",
  turn: "M4 12a8 8 0 1 1 3 6.200M4 12l-2-3M4 12l3-2.5",
  lock: "M5.5 11h13v9.500h-13ZM8.5 11V7.500a3.5 3.5 0 0 1 7 0V11",
  download: "M12 4v11M7.5 10.5 12 15l4.5-4.500M4 20h16",
  record: "M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z",
  goal: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 16.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 12.500v-1",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
