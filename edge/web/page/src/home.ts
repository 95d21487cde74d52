/** Where an address without a place leads: whoever trains sees the coach, everybody else is asked who they are. */
import { computed } from "@preact/signals";
import { me } from "./access";
import { board } from "./live";

export const home = computed(() => {
  if (me.value?.role === "phone") return "phone";
  return board.value?.session || board.value?.person || me.value?.demo ? "athlete" : "who";
});
