import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const pages = ['phone', 'console', 'screen', 'live', 'prepare', 'papers'];
const server = process.env.WENZHENG_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  plugins: [vue()],
  resolve: {
    alias: [
      { find: '@shared', replacement: path('./src/shared') },
      // What the spreadsheet libraries pack with; that file says why.
      { find: /^fflate$/, replacement: path('./src/prepare/zip_without_workers.ts') },
    ],
  },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: path('../build/web'),
    emptyOutDir: true,
    // Phones in the hall are years old; WeChat brings its own kernel, and iOS 13 is the oldest we meet.
    target: ['chrome79', 'safari13'],
    cssTarget: ['chrome79', 'safari13'],
    assetsInlineLimit: 0,
    // The polyfill fetches, which `default-src 'self'` allows; nothing is written into the page itself.
    modulePreload: { polyfill: true },
    rollupOptions: {
      input: Object.fromEntries(pages.map((page) => [page, path(`./${page}.html`)])),
    },
  },
  server: {
    proxy: {
      '/api': { target: server },
      '/evidence': { target: server },
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    // Machines are noisy; what hangs is found all the same.
    testTimeout: 30_000,
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', '../tests/web/unit/**/*.test.ts'],
    // Through the alias above, as in the pages.
    server: { deps: { inline: ['read-excel-file', 'write-excel-file'] } },
  },
});
