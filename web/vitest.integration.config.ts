// Against a real server: WENZHENG_BIN, or build/release/wenzheng.
import { defineConfig } from 'vitest/config';
import { patience } from '../tests/integration/support/deadline.ts';
import { packagesFromWeb, root } from './vitest.contract.ts';

export default defineConfig({
  root,
  cacheDir: `${root}web/node_modules/.vite-integration`,
  plugins: [packagesFromWeb()],
  test: {
    include: ['tests/integration/**/*.test.ts'],
    environment: 'node',
    // Each file starts its own servers; one after the other, so that figures mean something on a small machine.
    fileParallelism: false,
    testTimeout: 30_000 * patience,
    hookTimeout: 60_000 * patience,
    // Where nobody can look at once and machines are shared; what needed it is told.
    retry: process.env.CI ? 1 : 0,
  },
});
