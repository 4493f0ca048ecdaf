import { defineConfig } from 'vitest/config';
import { packagesFromWeb, root } from './vitest.contract.ts';

export default defineConfig({
  root,
  cacheDir: `${root}web/node_modules/.vite-protocol`,
  plugins: [packagesFromWeb()],
  test: { testTimeout: 30_000, include: ['tests/protocol/**/*.test.ts'], environment: 'node' },
});
