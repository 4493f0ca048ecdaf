import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { generate } from '../../web/scripts/types.mjs';

describe('messages.generated.ts', () => {
  it('is what the schemas give (npm run types)', async () => {
    const committed = readFileSync(new URL('../../web/src/shared/messages.generated.ts', import.meta.url), 'utf8');
    expect(committed).toBe(await generate());
  });
});
