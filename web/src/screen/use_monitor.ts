// This page as a monitor in the console: it draws what the page around it says, silent, and reports nothing.
import { computed, onScopeDispose, ref, shallowRef } from "vue";
import type { InquiryView, Picture, Progress } from "@shared/messages.generated";
import { use_told, type StoreTime } from "@shared/told";
import type { ScreenState } from "./scene";
import { note_reveals, type ScreenSource } from "./source";

export interface MonitorMessage {
  type: "wenzheng.monitor";
  screen: string;
  inquiry: InquiryView;
  progress: Progress | null;
  /** The store's clock less the page's. */
  offset_ms: number;
  /** What is drawn: on air, or made ready. */
  picture: Picture;
}

const TICK_MS = 200;

export function use_monitor(): ScreenSource {
  const said = shallowRef<MonitorMessage | null>(null);
  const clock: StoreTime = { now: () => Date.now() + (said.value?.offset_ms ?? 0) };
  const now = ref(Date.now());
  const arrived = ref(0);
  const fresh = new Map<string, number>();

  function listen(event: MessageEvent): void {
    if (event.source !== window.parent || event.origin !== window.location.origin) return;
    const message = event.data as MonitorMessage | null;
    if (message?.type !== "wenzheng.monitor") return;
    const before = said.value?.inquiry ?? null;
    said.value = message;
    now.value = clock.now();
    note_reveals(fresh, before, message.inquiry, now.value);
    arrived.value += 1;
  }

  window.addEventListener("message", listen);
  const ticking = window.setInterval(() => (now.value = clock.now()), TICK_MS);
  window.parent.postMessage({ type: "wenzheng.monitor.ready" }, window.location.origin);
  onScopeDispose(() => {
    window.removeEventListener("message", listen);
    window.clearInterval(ticking);
  });

  const own = computed(() => said.value?.inquiry.screens?.find(({ id }) => id === said.value?.screen) ?? null);
  // Whether a panic is drawn is up to the page around: it has a picture for that.
  const screen = computed<ScreenState>(() => {
    const picture: Picture = said.value?.picture ?? { layout: "card" };
    return { layout: picture.layout, panic: false, picture };
  });

  const newest = computed(() => said.value?.inquiry ?? null);
  return {
    inquiry: use_told(newest, clock),
    newest,
    screen,
    known: computed(() => said.value !== null),
    progress: computed(() => said.value?.progress ?? null),
    name: computed(() => own.value?.name ?? ""),
    now,
    clock,
    held: ref(false),
    stale: ref(false),
    arrived,
    revealed_since: (ballot) => (ballot !== undefined && fresh.get(ballot)) || null,
    report_painted: () => undefined,
  };
}
