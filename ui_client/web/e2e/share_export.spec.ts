import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";
import { MODEL, SAMPLE } from "./support/trace_page";

async function exported(page: Page, button: string): Promise<{ name: string; content: string }> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const file = await download;
  return { name: file.suggestedFilename(), content: await readFile(await file.path(), "utf8") };
}

test.describe("links", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("a copied link asks the same question again", async ({ tracePage, page, api, server }) => {
    await tracePage.trace();
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page.getByText("Link copied.")).toBeVisible();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(`${tracePage.url}#q1.`)).toBe(true);

    const asked = api.bodies("/v1/trace:stream")[0];
    await page.goto("about:blank");
    await page.goto(link);
    await expect(tracePage.status).toHaveText("17 spans, 12 documents.");
    expect(api.bodies("/v1/trace:stream")[1]).toEqual(asked);
    await page.getByText("Change the text").click();
    await expect(tracePage.answer).toHaveValue(SAMPLE);
    // The text is in no address that the server sees.
    expect(new Set(server.files.filter((file) => !file.startsWith("/assets/")))).toEqual(
      new Set(["/"]),
    );
  });

  test("a link that is pasted into the open page is followed", async ({ tracePage, page, api }) => {
    await tracePage.trace();
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page.getByText("Link copied.")).toBeVisible();
    const hash = await page.evaluate(() => location.hash);
    await page.evaluate(() => (location.hash = "#"));
    await page.evaluate((hash) => (location.hash = hash), hash);
    await expect.poll(() => api.bodies("/v1/trace:stream").length).toBe(2);
  });
});

test("without a clipboard the link is in the address bar", async ({ tracePage, page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, "clipboard", { value: undefined }),
  );
  await tracePage.trace();
  expect(page.url()).toBe(tracePage.url);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText("The link is in the address bar.")).toBeVisible();
  expect(page.url()).toContain("#q1.");
});

test("JSON has the question and the trace", async ({ tracePage, page, api }) => {
  await tracePage.trace();
  const { name, content } = await exported(page, "JSON");
  expect(name).toBe("trace.json");
  const json = JSON.parse(content);
  expect(json).toMatchObject({
    corpus: "sotu",
    fingerprint: api.fixtures.corpus.fingerprint,
    complete: true,
    query: { model: MODEL },
  });
  expect(json.trace.spans).toHaveLength(17);
  expect(json.trace.documents).toHaveLength(12);
});

test("CSV has a line for each span and document", async ({ tracePage, page }) => {
  await tracePage.trace();
  const { name, content } = await exported(page, "CSV");
  expect(name).toBe("trace.csv");
  expect(content).toMatch(/^span,begin_byte,.*\r\n1,/);
});

test("the report stands alone", async ({ tracePage, page, context }) => {
  await tracePage.trace();
  const { name, content } = await exported(page, "HTML report");
  expect(name).toBe("trace.html");
  const report = await context.newPage();
  const asked: string[] = [];
  report.on("request", (request) => asked.push(request.url()));
  await report.setContent(content);
  await expect(report.locator("mark.high").first()).toHaveText(/^In giving freedom/);
  await expect(report.locator("mark.high").first()).toHaveCSS("text-decoration-style", "solid");
  await expect(report.getByText("Overlap only, no proof of training")).toBeVisible();
  await expect(report.getByRole("listitem")).toHaveCount(12);
  expect(asked).toEqual([]);
});
