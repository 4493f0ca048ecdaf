// The director's keys. Never while something is typed, never for a key that is held down, and on a button that the keyboard
// has been led to Enter and Space press that button.
import { onBeforeUnmount, onMounted, type Ref } from "vue";
import type { Director } from "./use_director";

/** The second press of Escape counts within this. */
export const ESC_TWICE_MS = 1_500;

export interface KeyTargets {
  /** With the whole page as the director's: keys count wherever the focus is. Otherwise only within the desk. */
  everywhere: boolean;
  desk: Ref<HTMLElement | null>;
}

const typing = (target: Element): boolean => target.closest("input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable]") !== null;

export function use_director_keys(director: Director, { everywhere, desk }: KeyTargets): void {
  let first_esc = 0;
  let timer = 0;

  function escape_pressed(): void {
    window.clearTimeout(timer);
    if (director.warned.value && performance.now() - first_esc <= ESC_TWICE_MS) {
      director.warned.value = false;
      return director.panic();
    }
    first_esc = performance.now();
    director.warned.value = true;
    timer = window.setTimeout(() => (director.warned.value = false), ESC_TWICE_MS);
  }

  function act(key: string): boolean {
    if (key === "Escape") escape_pressed();
    else if (key === "Enter" || key === " ") director.take();
    else if (key === "?") director.keys_shown.value = !director.keys_shown.value;
    else if (key === "0") director.choose(null);
    else if (/^[1-9]$/.test(key)) director.choose(director.screens.value[Number(key) - 1]?.id ?? director.chosen.value);
    else if (key.toLowerCase() === "a") director.release(director.chosen.value ?? undefined);
    else return false;
    return true;
  }

  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (typing(target)) return;
    if (!everywhere && !desk.value?.contains(target)) return;
    const presses = event.key === "Enter" || event.key === " ";
    if (event.repeat) {
      if (presses) event.preventDefault();
      return;
    }
    if ((presses && target.closest("button, a")) || !act(event.key)) return;
    event.preventDefault();
    // The moderator's keys for the same letters are not meant.
    event.stopImmediatePropagation();
  }

  onMounted(() => window.addEventListener("keydown", pressed, { capture: true }));
  onBeforeUnmount(() => {
    window.clearTimeout(timer);
    window.removeEventListener("keydown", pressed, { capture: true });
  });
}
