import { defineConfig } from "@playwright/test";

/** Flows in a real Chromium: the system's one, not one that Playwright brings. */
export default defineConfig({
  testDir: "e2e",
  workers: 1,
  // Enough for a machine that compiles at the same time.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: "list",
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    viewport: { width: 1360, height: 900 },
    reducedMotion: "reduce",
    trace: "off",
  },
});
