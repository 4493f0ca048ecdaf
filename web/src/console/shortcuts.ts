// Keys for what is needed in a hurry. Nothing that can't be taken back has one: that takes the button.
import { onBeforeUnmount, onMounted } from "vue";

export type Shortcuts = Record<string, () => void>;

function typing(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select") !== null;
}

export function use_shortcuts(shortcuts: Shortcuts): void {
  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target)) {
      // Out of the field, to where the keys work again. What was typed stays.
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = shortcuts[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  }
  onMounted(() => window.addEventListener("keydown", pressed));
  onBeforeUnmount(() => window.removeEventListener("keydown", pressed));
}
