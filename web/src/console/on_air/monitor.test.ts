import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp, nextTick, ref, shallowRef, type App } from "vue";
import type { InquiryView } from "@shared/messages.generated";
import { told_to_screens, use_monitor, type MonitorMessage } from "./monitor";

const told: MonitorMessage[] = [];
const page = { postMessage: (message: MonitorMessage) => told.push(message) } as unknown as Window;
const title = ref("one");
let app: App;
let monitor: ReturnType<typeof use_monitor>;

function say(data: unknown, source: unknown = page, origin = window.location.origin): void {
  const event = new MessageEvent("message", { data, origin });
  Object.defineProperty(event, "source", { value: source });
  window.dispatchEvent(event);
}

async function change(to: string): Promise<void> {
  title.value = to;
  await nextTick();
}

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  title.value = "one";
  const frame = shallowRef({ contentWindow: page } as unknown as HTMLIFrameElement);
  const message = (): MonitorMessage =>
    ({ type: "wenzheng.monitor", screen: "s1", inquiry: { title: title.value } as InquiryView, progress: null, offset_ms: 0, picture: { layout: "hall" } });
  app = createApp({ setup: () => ((monitor = use_monitor(frame, message)), () => null) });
  app.mount(document.createElement("div"));
});
afterEach(() => {
  app.unmount();
  vi.useRealTimers();
});

const titles = () => told.map((message) => message.inquiry.title);

test("a page is told nothing before it listens, and everything at once when it does", async () => {
  await change("two");
  expect(titles()).toEqual([]);
  say({ type: "wenzheng.monitor.ready" });
  expect(titles()).toEqual(["two"]);
});

test("only the page in the frame is listened to", () => {
  say({ type: "wenzheng.monitor.ready" }, window);
  say({ type: "wenzheng.monitor.ready" }, page, "http://elsewhere");
  say({ type: "wenzheng.alive" });
  expect([titles(), monitor.ready.value]).toEqual([[], false]);
});

test("changes that come fast are told four times a second, the last one always", async () => {
  say({ type: "wenzheng.monitor.ready" });
  vi.advanceTimersByTime(1_000);
  for (let n = 0; n < 20; n += 1) {
    await change(`n${n}`);
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(300);
  expect(told.length).toBeLessThanOrEqual(1 + 6);
  expect(titles()[titles().length - 1]).toBe("n19");
});

test("a page that never comes is given up, and still heard when it does", () => {
  vi.advanceTimersByTime(5_000);
  expect(monitor.given_up.value).toBe(true);
  say({ type: "wenzheng.monitor.ready" });
  expect([monitor.given_up.value, titles()]).toEqual([false, ["one"]]);
});

test("screens are not told who is on the roll", () => {
  expect(told_to_screens({ title: "x", deputies: [{ id: "d1" }] } as unknown as InquiryView)).toEqual({ title: "x" });
});
