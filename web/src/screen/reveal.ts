// The reveal: figures grow for a second and a half, the verdict comes last. What was seen before is simply there.
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

export const REVEAL_MS = 1500;

export function wants_motion(): boolean {
  return !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function eased(progress: number): number {
  return 1 - (1 - progress) ** 3;
}

/** `since`: the instant (performance.now) at which this page learnt of the reveal, or null for a result that is old. */
export function use_reveal(since: number | null): { grown: Ref<number>; settled: Ref<boolean> } {
  const elapsed = since === null ? REVEAL_MS : performance.now() - since;
  const still = elapsed >= REVEAL_MS || !wants_motion();
  const grown = ref(still ? 1 : eased(Math.max(0, elapsed / REVEAL_MS)));
  const settled = ref(still);
  let frame = 0;

  function draw(at: number): void {
    const progress = Math.min(1, Math.max(0, (at - since!) / REVEAL_MS));
    grown.value = progress === 1 ? 1 : eased(progress);
    if (progress < 1) frame = requestAnimationFrame(draw);
    else settled.value = true;
  }

  onMounted(() => {
    if (!still) frame = requestAnimationFrame(draw);
  });
  onBeforeUnmount(() => cancelAnimationFrame(frame));
  return { grown, settled };
}
