/** Where an address without a place leads: whoever trains sees the coach, everybody else is asked who they are. */
import { computed, effect } from "@preact/signals";
import { may, me } from "./access";
import { board, forgets } from "./live";
import { go, place } from "./router";

export const home = computed(() => {
  if (me.value?.role === "phone") return "phone";
  return board.value?.session || board.value?.person || me.value?.demo ? "athlete" : "who";
});

/** Whoever looked back at their session has gone, and their movements go from the screen. */
effect(() => {
  if (forgets.value && !may("clinician") && place.peek().view === "playback") go("");
});
