// The size of all type on the phone: a step up with each tap, then from the start again.
import { computed, ref } from "vue";

const STORED_AS = "wenzheng.type_size";
export const TYPE_SIZES = [100, 125, 150, 200] as const;

/** To the beginning of what just came up; large type leaves room for the keys only without the head of the page. */
export function to_the_top(): void {
  const stage = document.documentElement.dataset.type === "large" ? document.querySelector(".ballot-stage") : null;
  if (stage) stage.scrollIntoView();
  else window.scrollTo(0, 0);
}

export function use_type_size() {
  const percent = ref<number>(100);

  function apply(size: number): void {
    percent.value = size;
    // From here on things stand below each other that stood side by side.
    document.documentElement.dataset.type = size >= 150 ? "large" : "normal";
    document.documentElement.style.setProperty("--type", String(size / 100));
    document.documentElement.style.setProperty("--chrome", String(Math.min(1.25, size / 100)));
  }

  function larger(): void {
    const next = TYPE_SIZES.find((size) => size > percent.value) ?? TYPE_SIZES[0];
    apply(next);
    try {
      localStorage.setItem(STORED_AS, String(next));
    } catch {
      // not remembered, then
    }
  }

  let stored = 100;
  try {
    stored = Number(localStorage.getItem(STORED_AS));
  } catch {
    // as above
  }
  apply(TYPE_SIZES.find((size) => size === stored) ?? 100);
  return { percent: computed(() => percent.value), larger };
}
