import { test as base, expect, type Page } from "@playwright/test";
import type { FixtureApi } from "../server/fixture_api";
import { FixtureServer } from "../server/fixture_server";
import { TracePage } from "./trace_page";

interface Parts {
  server: FixtureServer;
  api: FixtureApi;
  tracePage: TracePage;
  /** What the browser complains of; must be empty at the end unless a test takes it out. */
  complaints: string[];
}

/** A test with a fixture server of its own and the page open on it. */
export const test = base.extend<Parts>({
  server: async ({}, use) => {
    const server = new FixtureServer();
    await use(server);
    await server.stop();
  },
  api: async ({ server }, use) => use(server.api),
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, "errors and violations of the content security policy").toEqual([]);
  },
  tracePage: async ({ page, server, complaints }, use) => {
    watch(page, complaints);
    await use(new TracePage(page, await server.start()));
  },
});

export { expect };

/** Collects what the browser complains of. */
export function watch(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // The browser reports every answer of 400 and more; those are part of the tests.
    const expected = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !expected) complaints.push(message.text());
  });
}
