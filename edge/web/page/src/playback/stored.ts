/* A session's id -> what is kept of it, and its track once the box has worked that out. Refuses to know: how it is shown. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, type Problem, type Session, type Track } from "../api";

/** progress: 0..1 of the track's making, null when nothing is being made. problem: why there is no session; trackProblem: no track. */
export interface Stored {
  session: Session | null;
  track: Track | null;
  progress: number | null;
  problem: string;
  trackProblem: string;
}

/** Before what went wrong is put into words. */
type Found = Omit<Stored, "problem" | "trackProblem"> & { problem: Problem | null; trackProblem: Problem | null };

const NOTHING: Found = { session: null, track: null, progress: null, problem: null, trackProblem: null };
const ASK_AGAIN_MS = 700;
const PLAYABLE = new Set(["whole", "cut_off"]);

export function useStored(id: string | null): Stored {
  const state = useSignal(NOTHING);
  useEffect(() => {
    let listening = true;
    const put = (change: Partial<Found>): void => {
      if (listening) state.value = { ...state.peek(), ...change };
    };
    state.value = NOTHING;
    if (id) void load(id, put, () => listening);
    return () => {
      listening = false;
    };
  }, [id]);
  const { problem, trackProblem } = state.value;
  return { ...state.value, problem: problem?.message ?? "", trackProblem: trackProblem?.message ?? "" };
}

async function load(id: string, put: (change: Partial<Found>) => void, listening: () => boolean): Promise<void> {
  try {
    const session = await api.session(id);
    put({ session });
    if (!PLAYABLE.has(session.recording)) return;
  } catch (failure) {
    put({ problem: failure as Problem });
    return;
  }
  try {
    put({ track: await trackOf(id, (progress) => put({ progress }), listening), progress: null });
  } catch (failure) {
    put({ trackProblem: failure as Problem, progress: null });
  }
}

async function trackOf(id: string, told: (progress: number) => void, listening: () => boolean): Promise<Track | null> {
  told(0);
  while (listening()) {
    const answer = await api.track(id);
    if ("t" in answer) return answer;
    told(answer.progress);
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
  return null;
}
