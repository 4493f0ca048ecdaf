// Arrow keys inside a group of buttons, so that the way through it by Tab is one step long.
export function rove(event: KeyboardEvent): void {
  const group = event.currentTarget as HTMLElement;
  const all = [...group.querySelectorAll<HTMLElement>("[data-rove]")].filter((one) => one.offsetParent !== null);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const wanted = at < 0 ? undefined : next_of(all, at, event.key);
  if (!wanted) return;
  event.preventDefault();
  for (const one of all) one.tabIndex = one === wanted ? 0 : -1;
  wanted.focus();
}

function next_of(all: HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === "Home") return all[0];
  if (key === "End") return all[all.length - 1];
  if (key === "ArrowRight") return all[at + 1];
  if (key === "ArrowLeft") return all[at - 1];
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const here = all[at]!.getBoundingClientRect();
  const beyond = (one: DOMRect) => (key === "ArrowDown" ? one.top - here.bottom : here.top - one.bottom) > -here.height / 2;
  let best: { one: HTMLElement; far: number } | undefined;
  for (const one of all) {
    const box = one.getBoundingClientRect();
    // The nearest line first, then the nearest in it.
    const far = Math.abs(box.top - here.top) * 100 + Math.abs(box.left - here.left);
    if (beyond(box) && (!best || far < best.far)) best = { one, far };
  }
  return best?.one;
}
