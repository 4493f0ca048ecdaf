// What is typed into a form outlives a reload of the page, and a sign-in that has ended; not a sign-out.
import { ref, watch, type Ref } from "vue";
import { use_desk } from "./desk";

const PREFIX = "wenzheng.console.";

function stored<Value>(key: string, initial: Value): Value {
  const text = window.sessionStorage.getItem(key);
  if (text === null) return initial;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return initial;
  }
}

export function kept<Value>(name: string, initial: Value): Ref<Value> {
  const key = `${PREFIX}${use_desk().inquiry.value.id}.${name}`;
  const empty = JSON.stringify(initial);
  const value = ref(stored(key, initial)) as Ref<Value>;
  watch(
    value,
    (now) => {
      const text = JSON.stringify(now);
      if (text === empty) window.sessionStorage.removeItem(key);
      else window.sessionStorage.setItem(key, text);
    },
    { deep: true, flush: "sync" },
  );
  return value;
}

export function forget_kept(): void {
  for (const key of Object.keys(window.sessionStorage)) if (key.startsWith(PREFIX)) window.sessionStorage.removeItem(key);
}
