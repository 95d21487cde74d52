/** What can draw a body in a canvas: solid.ts by WebGL, flat.ts without. */
import type { Body, Point } from "./anatomy";
import type { Orbit } from "./orbit";

export interface Drawing {
  /** The body from now on; null for nobody. points: as `upright` gives them. */
  show(body: Body | null, points: readonly (Point | null)[]): void;
  /** The page became light or dark. */
  repaint(): void;
  render(orbit: Orbit): void;
  dispose(): void;
}
