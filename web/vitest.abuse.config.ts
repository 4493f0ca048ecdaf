// Who means harm: against a real server, WENZHENG_BIN or build/release/wenzheng. WENZHENG_FAULTS=long for the long form.
import { defineConfig } from 'vitest/config';
import { patience } from '../tests/integration/support/deadline.ts';
import { packagesFromWeb, root } from './vitest.contract.ts';

export default defineConfig({
  root,
  cacheDir: `${root}web/node_modules/.vite-abuse`,
  plugins: [packagesFromWeb()],
  test: {
    include: ['tests/abuse/**/*.test.ts'],
    environment: 'node',
    // What takes long here is waiting for deadlines.
    maxWorkers: 3,
    testTimeout: 30_000 * patience,
    hookTimeout: 60_000 * patience,
    // Where nobody can look at once and machines are shared; what needed it is told.
    retry: process.env.CI ? 1 : 0,
  },
});
