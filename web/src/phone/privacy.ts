// Cameras are everywhere in the hall: one tap takes one's own choice off the screen, and after some seconds it goes by
// itself. A tap brings it back for as long.
import { computed, ref } from "vue";
import { remembered_switch } from "./switches";

export const SHOWN_FOR_MS = 8_000;

/** Whether a choice disappears by itself. */
export const hides_itself = remembered_switch("wenzheng.choice_hides", true);

const by_hand = ref(false);
const by_time = ref(false);
let timer: ReturnType<typeof setTimeout> | undefined;

export const hidden = computed(() => by_hand.value || (hides_itself.value && by_time.value));

/** The choice is to be seen, for a while: it was just pressed, or asked for. Longer where there is more to read. */
export function show_choice(for_ms = SHOWN_FOR_MS): void {
  by_hand.value = false;
  by_time.value = false;
  clearTimeout(timer);
  timer = setTimeout(() => (by_time.value = true), for_ms);
}

export function hide_choice(): void {
  clearTimeout(timer);
  by_hand.value = true;
}
