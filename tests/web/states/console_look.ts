// What must hold for every picture of the console: nothing is cut off, and no name is shortened beyond recognition.
import { expect, type Page } from '@playwright/test';

// Every text within the window or within something that scrolls.
export async function expectNothingCutOff(page: Page, state: string): Promise<void> {
  const found = await page.evaluate(() => {
    const faults: string[] = [];
    for (const element of Array.from(document.querySelectorAll('.desk *'))) {
      if (!Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())) continue;
      if (element.closest('.visually-hidden, option')) continue;
      const box = element.getBoundingClientRect();
      if (box.height === 0) continue;
      const text = `“${element.textContent?.trim().slice(0, 40)}” of ${element.className}`;
      // A name may be shortened, never beyond recognition.
      if (element.closest('.cut')) {
        if (box.width < 28 && element.scrollWidth > element.clientWidth) faults.push(`${text} has no room`);
        continue;
      }
      // A row that scrolls beside shows the rest by scrolling.
      if (element.closest('.row-of')) continue;
      if (box.left < 0 || box.right > innerWidth + 1) faults.push(`${text} is outside`);
      for (let up = element.parentElement; up && !up.classList.contains('desk'); up = up.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(up);
        const edge = up.getBoundingClientRect();
        // What scrolls shows the rest by scrolling.
        if (overflowY === 'auto' || overflowY === 'scroll') break;
        if (overflowX !== 'visible' && (box.left < edge.left - 2 || box.right > edge.right + 2)) faults.push(`${text} is cut off beside by ${up.className}`);
        if (overflowY === 'hidden' && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2)) faults.push(`${text} is cut off by ${up.className}`);
      }
    }
    return faults;
  });
  expect.soft(found, state).toEqual([]);
}
