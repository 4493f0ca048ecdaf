// A screen's own page as a monitor: told what to draw, never connected. So that a desk of many screens stays quick, it is
// told at most four times a second.
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from "vue";
import type { InquiryView, Picture, Progress } from "@shared/messages.generated";

export interface MonitorMessage {
  type: "wenzheng.monitor";
  screen: string;
  inquiry: InquiryView;
  progress: Progress | null;
  offset_ms: number;
  picture: Picture;
}

const TELL_EVERY_MS = 250;
/** A page that isn't there by then is described in words. */
const PATIENCE_MS = 5_000;

/** Without what a screen never has, and without anything that can't be handed to another page. */
export function told_to_screens(inquiry: InquiryView): InquiryView {
  const { deputies: _, ...rest } = inquiry;
  return rest;
}

export function use_monitor(frame: Ref<HTMLIFrameElement | null>, message: () => MonitorMessage) {
  const ready = ref(false);
  const given_up = ref(false);
  let told_at = 0;
  let timer = 0;

  function tell(): void {
    window.clearTimeout(timer);
    timer = 0;
    told_at = performance.now();
    frame.value?.contentWindow?.postMessage(message(), window.location.origin);
  }

  function tell_soon(): void {
    if (!ready.value || timer !== 0) return;
    timer = window.setTimeout(tell, Math.max(0, told_at + TELL_EVERY_MS - performance.now()));
  }

  function hear(event: MessageEvent): void {
    if (event.origin !== window.location.origin || event.source !== frame.value?.contentWindow) return;
    if ((event.data as { type?: string } | null)?.type !== "wenzheng.monitor.ready") return;
    ready.value = true;
    given_up.value = false;
    tell();
  }

  // Members are replaced as a whole with each view: looking at them one level deep sees every change.
  watch(() => Object.values(message()), tell_soon);
  const patience = window.setTimeout(() => (given_up.value = !ready.value), PATIENCE_MS);
  onMounted(() => window.addEventListener("message", hear));
  onBeforeUnmount(() => {
    window.clearTimeout(timer);
    window.clearTimeout(patience);
    window.removeEventListener("message", hear);
  });
  return { ready, given_up };
}
