import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { Json } from "../server/fixtures";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page as it is, by all its rules, best practices included. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated by the browser's debugger, which the content security policy does not concern.
  await page.evaluate(AXE);
  const results = await page.evaluate(() => (window as Json).axe.run());
  return results.violations.flatMap(({ id, nodes }: Json) =>
    nodes.map(({ html, failureSummary }: Json) => `${id}: ${html} ${failureSummary}`),
  );
}
