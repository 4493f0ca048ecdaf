// Evenings in real browsers, against a real server: WENZHENG_BIN, or build/release/wenzheng, with the pages of build/web.
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  testDir: `${root}tests/web`,
  testMatch: "**/*.spec.ts",
  tsconfig: `${root}tests/web/tsconfig.json`,
  outputDir: `${root}build/e2e`,
  // Each evening needs a server and up to six pages: one after the other, so that small machines manage.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    locale: "zh-CN",
    trace: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM_BIN ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
