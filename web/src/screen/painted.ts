// Says when the present state of the page is really on the screen: after a frame that holds it, and never while the page is
// hidden or throttled, where no frame is drawn.
import { onScopeDispose } from "vue";

/** Runs once the document, as it is now, has been painted. A page that is hidden meanwhile paints when it is back. */
export function use_painted(): (done: () => void) => void {
  let waiting: (() => void) | null = null;

  function after_a_frame(done: () => void): void {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (document.visibilityState === "hidden") waiting = done;
        else done();
      }),
    );
  }

  function shown(): void {
    if (document.visibilityState === "hidden" || !waiting) return;
    const done = waiting;
    waiting = null;
    after_a_frame(done);
  }

  document.addEventListener("visibilitychange", shown);
  onScopeDispose(() => document.removeEventListener("visibilitychange", shown));
  return (done) => {
    // Only the newest is of interest to whoever asked.
    if (document.visibilityState === "hidden") waiting = done;
    else after_a_frame(done);
  };
}
