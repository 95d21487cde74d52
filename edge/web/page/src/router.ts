/** The address after # <-> which view, with its arguments. Refuses to know: what the views are. */
import { signal } from "@preact/signals";

export interface Place {
  /** First word of the path; empty at the start. */
  view: string;
  /** The words after it. */
  rest: string[];
  query: URLSearchParams;
}

/** `#/playback/ID?beside=ID` -> its parts. */
export function parse(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view = "", ...rest] = path.split("/").filter(Boolean).map(decodeURIComponent);
  return { view, rest, query: new URLSearchParams(query) };
}

export const place = signal<Place>(parse(location.hash));

export function go(path: string): void {
  location.hash = `#/${path}`;
}

addEventListener("hashchange", () => {
  place.value = parse(location.hash);
});
