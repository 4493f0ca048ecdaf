// Cameras are everywhere in the hall: one tap takes one's own choice off the screen, until it is tapped back.
import { ref, watch } from "vue";

const STORED_AS = "wenzheng.choice_hidden";

function stored(): boolean {
  try {
    return localStorage.getItem(STORED_AS) === "yes";
  } catch {
    return false;
  }
}

export const hidden = ref(stored());

watch(hidden, (value) => {
  try {
    localStorage.setItem(STORED_AS, value ? "yes" : "no");
  } catch {
    // not remembered, then
  }
});
