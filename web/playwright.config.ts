// Three projects. `evening`: whole evenings against a real server (WENZHENG_BIN, or build/release/wenzheng). `states`: every
// page in every state, looked at with views that a test gives. `endurance`: one screen page for WENZHENG_ENDURANCE_MINUTES. All
// with the pages of build/web.
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { patience } from "../tests/integration/support/deadline.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  testDir: `${root}tests/web`,
  projects: [
    // Each evening has a server of its own and up to six pages.
    { name: "evening", testMatch: "*.spec.ts", testIgnore: ["states/**", "endurance.spec.ts"], fullyParallel: false },
    { name: "states", testMatch: "states/*.spec.ts", fullyParallel: true },
    { name: "endurance", testMatch: "endurance.spec.ts" },
  ],
  tsconfig: `${root}tests/web/tsconfig.json`,
  outputDir: `${root}build/e2e`,
  workers: 1,
  // Where nobody can look at once and machines are shared; what needed it is told as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000 * patience,
  expect: { timeout: 15_000 * patience },
  reporter: [["list"]],
  use: {
    actionTimeout: 15_000 * patience,
    navigationTimeout: 30_000 * patience,
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
