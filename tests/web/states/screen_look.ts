// What must hold for every picture of a screen.
import { expect, type Page } from '@playwright/test';

// Every text inside 5 % on all sides, not cut off by a box around it, and large enough for a screen: on the wall of a hall at
// least 2.2 % of the height, which is read from twenty metres where the wall is three metres high. Small print may be smaller:
// the rule in words and the reason of a correction, which are read out; and a scale of ten long names, of which no wall has more.
const smallPrint = '.rule, .why, .held';

export async function expectTitleSafe(page: Page, state: string, inHall = false): Promise<void> {
  const found = await page.evaluate(({ smallPrint, inHall }) => {
    const faults: string[] = [];
    const side = innerWidth * 0.05 - 1;
    const top = innerHeight * 0.05 - 1;
    for (const element of Array.from(document.querySelectorAll('.stage *'))) {
      if (!Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())) continue;
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      const size = parseFloat(getComputedStyle(element).fontSize);
      // A line of the font is higher than what is drawn in it.
      const ink = { left: box.left, right: box.right, top: box.top + size * 0.22, bottom: box.bottom - size * 0.22 };
      const text = `“${element.textContent?.trim().slice(0, 30)}”`;
      if (ink.left < side || ink.right > innerWidth - side || ink.top < top || ink.bottom > innerHeight - top) faults.push(`${text} is outside`);
      const least = innerHeight * (inHall && !element.closest(smallPrint) ? 0.022 : 0.0157);
      if (size < least) faults.push(`${text} is ${((100 * size) / innerHeight).toFixed(2)} % of the height`);
      for (let up: Element | null = element; up && !up.classList.contains('stage'); up = up.parentElement) {
        if (getComputedStyle(up).overflow === 'visible') continue;
        const edge = up.getBoundingClientRect();
        if (ink.left < edge.left - 2 || ink.right > edge.right + 2 || ink.top < edge.top - 4 || ink.bottom > edge.bottom + 4) faults.push(`${text} is cut off by ${up.className}`);
      }
    }
    return faults;
  }, { smallPrint, inHall });
  expect.soft(found, state).toEqual([]);
}
