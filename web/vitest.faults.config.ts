// The tests that break things: WENZHENG_BIN, or build/release/wenzheng. WENZHENG_FAULTS=long plays the long form.
import { defineConfig } from 'vitest/config';
import { patience } from '../tests/integration/support/deadline.ts';
import { packagesFromWeb, root } from './vitest.contract.ts';

export default defineConfig({
  root,
  cacheDir: `${root}web/node_modules/.vite-faults`,
  plugins: [packagesFromWeb()],
  test: {
    include: ['tests/faults/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000 * patience,
    hookTimeout: 60_000 * patience,
    // Where nobody can look at once and machines are shared; what needed it is told.
    retry: process.env.CI ? 1 : 0,
  },
});
