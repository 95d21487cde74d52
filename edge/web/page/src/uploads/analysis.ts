/* What `edgecoach analyze --json` says of a file, as this page reads it. Refuses to know: how it is shown. */

import type { Cue, Fault, Hold, Lost, Rep, Segment, Track } from "../api";

export interface JointLoad {
  peak_percent: number | null;
  trusted: boolean;
}

/** Parts that a kind of file has nothing to say about are absent. */
export interface Analysis {
  source?: { path: string; frames?: number; fps?: number; duration_s?: number; lost_told?: Lost[] };
  view?: { quality: number; side: string; advice: string[]; advice_keys?: string[] };
  exercise: { name: string; confidence: number; segments: Segment[] };
  rep_count: number;
  good_count: number;
  reps: Rep[];
  holds: Hold[];
  faults: Fault[];
  cues?: Cue[];
  score: number | null;
  recommendations: string[];
  concerns: string[];
  load?: Record<string, JointLoad>;
  angles?: { names: string[]; t_s: number[]; deg: (number | null)[][]; sd_deg: (number | null)[][] };
}

/** Its angles as if they were a track without a body. */
export function trackOf(analysis: Analysis): Track | null {
  const { angles } = analysis;
  if (!angles?.t_s.length) return null;
  return { t: angles.t_s, world: [], seen: [], angles: { names: angles.names, deg: angles.deg, sd_deg: angles.sd_deg }, load: { names: [], percent: [] }, lost: [] };
}
