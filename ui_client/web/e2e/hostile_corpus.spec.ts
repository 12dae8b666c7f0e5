import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";
import type { Json } from "./server/fixtures";

const SCRIPT = `<script>window.hit = 1</script><img src=x onerror="window.hit = 2"><svg onload=hit()>`;
const BIDI = "\u202egnp.exe\u202c \u2066isolated";

/** Puts what attacks a page into every string of a document. */
function poison(document: Json, url: string): void {
  for (const name of ["id", "title", "source", "date", "language", "license"]) {
    document[name] = `${name} ${SCRIPT} ${BIDI}`;
  }
  document.url = url;
  document.metadataJson = JSON.stringify({ [SCRIPT]: SCRIPT, __proto__: BIDI, constructor: "x" });
}

const hit = (page: Page) => page.evaluate(() => (window as Json).hit);

test.beforeEach(({ api }) => {
  const { trace, search } = api.fixtures;
  const urls = [
    "javascript:window.hit=3",
    "https://example.org/a?b=<script>",
    "https://good.example@evil.example/",
    "data:text/html,<script>alert(1)</script>",
  ];
  trace.documents.forEach(({ document, snippets }: Json, i: number) => {
    poison(document, urls[i % urls.length]!);
    if (i === 0) return;
    snippets[0].text = `${SCRIPT} ${BIDI}`;
    snippets[0].matches = [{ beginByte: "0", endByte: "8", index: 0, identical: true }];
  });
  for (const { document, snippets } of search.hits) {
    poison(document, "javascript:window.hit=4");
    snippets[0].text = SCRIPT;
  }
  trace.claim.statement = SCRIPT + BIDI;
  api.fixtures.text = `${SCRIPT}${BIDI}${api.fixtures.text}`;
});

test("a hostile corpus is shown as text", async ({ tracePage, page }) => {
  await tracePage.trace();
  await expect(tracePage.documents.first()).toContainText("<script>window.hit = 1</script>");
  await tracePage.selectWords("adviser would put");
  await page.getByRole("button", { name: "Search this phrase" }).click();
  await expect(page.locator("#panel-search article")).toContainText("<script>");
  await page.getByRole("tab", { name: /Documents/ }).click();
  await tracePage.documents.first().getByRole("button", { name: "Read the document" }).click();
  await expect(tracePage.dialog.locator(".reading")).toContainText("<img src=x");
  await tracePage.dialog.getByText("Other fields of its record").click();
  expect(await hit(page)).toBeUndefined();
  expect(await page.locator("main script, main img, [onerror], [onload]").count()).toBe(0);
});

test("only http and https addresses are links, and they give nothing away", async ({
  tracePage,
  page,
}) => {
  await tracePage.trace();
  const links = page.locator("#panel-documents a");
  await expect(links).toHaveCount(3); // of 12 documents
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute("href", "https://example.org/a?b=%3Cscript%3E");
    await expect(link).toHaveAttribute("rel", "noopener noreferrer");
    await expect(link).toHaveAttribute("target", "_blank");
  }
  await expect(tracePage.documents.first()).toContainText("javascript:window.hit=3");
});

test("controls of direction are visible and turn nothing", async ({ tracePage, page }) => {
  await tracePage.trace();
  const card = tracePage.documents.first();
  await expect(card.getByRole("heading")).toContainText("␦gnp.exe␦");
  expect(await page.locator("main").textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  await expect(card.locator("dd").first().locator("bdi")).toHaveCount(1);
});

test("the policy of the server keeps out what escaping would have missed", async ({
  tracePage,
  page,
  complaints,
}) => {
  await tracePage.open();
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.hit = 5";
    document.body.append(script);
  });
  expect(await hit(page)).toBeUndefined();
  expect(complaints.splice(0).join()).toContain("Content Security Policy");
});

test("the report runs no script of the corpus", async ({ tracePage, page, context }) => {
  await tracePage.trace();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "HTML report" }).click();
  const path = await (await download).path();
  expect(await readFile(path, "utf8")).toContain("&#60;script&#62;");
  const report = await context.newPage();
  await report.setContent(await readFile(path, "utf8"));
  await expect(report.getByRole("heading", { name: "Documents" })).toBeVisible();
  expect(await hit(report)).toBeUndefined();
  expect(await report.locator("script, img, svg").count()).toBe(0);
});

test("an address that is no question is passed over", async ({ tracePage, page }) => {
  await page.goto(`${tracePage.url}#q1.${"A".repeat(5000)}`);
  await expect(tracePage.answer).toHaveValue("");
  await page.goto(`${tracePage.url}#<script>window.hit=6</script>`);
  await expect(tracePage.answer).toHaveValue("");
  expect(await hit(page)).toBeUndefined();
});
