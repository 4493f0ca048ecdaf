// What does not fit on one picture is turned over calmly, page by page, for as long as it is shown.
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from "vue";

export const PAGE_MS = 8_000;

/** Lists as equal as possible, none longer than `most`: 7 by 5 are 4 and 3. */
export function pages_of<T>(list: readonly T[], most: number): T[][] {
  const count = Math.max(1, Math.ceil(list.length / most));
  const length = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, page) => list.slice(page * length, (page + 1) * length));
}

export function use_pages<T>(pages: () => T[][]): { page: Ref<number>; shown: ComputedRef<T[]>; of: ComputedRef<number> } {
  const page = ref(0);
  const all = computed(pages);
  const of = computed(() => all.value.length);
  let timer: ReturnType<typeof setInterval> | undefined;

  watch(
    of,
    (count) => {
      clearInterval(timer);
      page.value = 0;
      if (count > 1) timer = setInterval(() => (page.value = (page.value + 1) % count), PAGE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));
  return { page, of, shown: computed(() => all.value[page.value] ?? []) };
}
