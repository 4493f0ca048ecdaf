// Pictures of what a test sees, for people to look at. Taken only on demand (`npm run pictures`): they cost half of a gallery's time.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';

const folder = fileURLToPath(new URL('../../../build/screenshots/', import.meta.url));
const wanted = process.env.WENZHENG_PICTURES === '1';

/** Where nobody looks at pictures, the larger sizes are drawn in Chinese only: what fits on the smaller fits there too. */
export function isLookedAt(language: string, size: string): boolean {
  return wanted || !(language.startsWith('en') && size === 'large');
}

/** Written to build/screenshots/NAME.png where pictures are wanted. */
export async function keepPicture(of: Page | Locator, name: string, options: { fullPage?: boolean; omitBackground?: boolean } = {}): Promise<void> {
  if (wanted) await of.screenshot({ ...options, path: join(folder, `${name}.png`) });
}
