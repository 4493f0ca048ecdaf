// What a deputy has switched on or off on this phone, kept on it.
import { ref, watch, type Ref } from "vue";

export function remembered_switch(stored_as: string, otherwise: boolean): Ref<boolean> {
  const value = ref(read(stored_as) ?? otherwise);
  watch(value, (now) => {
    try {
      localStorage.setItem(stored_as, now ? "yes" : "no");
    } catch {
      // not remembered, then
    }
  });
  return value;
}

function read(stored_as: string): boolean | null {
  try {
    const text = localStorage.getItem(stored_as);
    return text === null ? null : text === "yes";
  } catch {
    return null;
  }
}
