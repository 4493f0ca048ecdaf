// What is typed into a form outlives a reload of the page.
import { ref, watch, type Ref } from "vue";

export function kept_text(name: string): Ref<string> {
  const key = `wenzheng.console.${name}`;
  const text = ref(window.sessionStorage.getItem(key) ?? "");
  watch(text, (value) => {
    if (value) window.sessionStorage.setItem(key, value);
    else window.sessionStorage.removeItem(key);
  });
  return text;
}
