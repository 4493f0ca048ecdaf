// A sign of life for whoever has this page in a frame: a launcher takes a page that says nothing for something broken, and
// starts it again.
const EVERY_MS = 2_000;

export function say_alive(page: Window): void {
  if (page.parent === page) return;
  // To anyone: the launcher is a file of its own, and there is nothing in it that isn't known.
  const say = (): void => page.parent.postMessage({ type: "wenzheng.alive" }, "*");
  say();
  page.setInterval(say, EVERY_MS);
}
