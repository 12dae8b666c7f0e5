import { expect, test as base } from "@playwright/test";
import { violations } from "./support/axe";
import { watch } from "./support/test";
import { SAMPLE, TracePage } from "./support/trace_page";

/**
 * The page as a real server serves it, over the State of the Union addresses that scripts/quickstart
 * indexes: SPANROOT_SERVER_URL=http://127.0.0.1:8080/ npm run e2e
 */
const url = process.env.SPANROOT_SERVER_URL;

const test = base.extend<{ tracePage: TracePage }>({
  tracePage: async ({ page }, use) => {
    const complaints: string[] = [];
    watch(page, complaints);
    await use(new TracePage(page, new URL("/", url).href));
    expect(complaints, "errors and violations of the content security policy").toEqual([]);
  },
});

test.describe("a real server", () => {
  test.skip(!url, "SPANROOT_SERVER_URL is not set: no server to test the page with");

  test.beforeEach(async ({ tracePage, page }) => {
    await tracePage.open();
    await page.getByRole("combobox", { name: /^Corpus/ }).selectOption("sotu");
    await tracePage.start();
    await expect(tracePage.status).toHaveText(/^\d+ spans, \d+ documents\.$/);
  });

  test("traces a text to its documents", async ({ tracePage, page }) => {
    await expect(page.locator(".traced-text .reading")).toHaveText(SAMPLE);
    await expect(tracePage.segment("We shall nobly save")).toHaveText(
      "We shall nobly save or meanly lose the last best hope of earth",
    );
    await expect(
      page.getByRole("region", { name: "Overlap only, no proof of training" }),
    ).toBeVisible();
    await tracePage.segment("We shall nobly save").click();
    const card = tracePage.documents.filter({ hasText: "Abraham Lincoln, 1862" });
    await card.getByRole("button", { name: "Read the document" }).click();
    await expect(tracePage.dialog.locator(".match.current")).toHaveText(/freedom|nobly save/);
    await tracePage.dialog.getByRole("button", { name: /^Earlier text/ }).click();
    await expect(tracePage.dialog.getByRole("button", { name: /^Earlier text/ })).toHaveCount(0);
    await expect(tracePage.dialog.locator(".reading")).toContainText(
      "Fellow-Citizens of the Senate",
    );
  });

  test("shows more spans at a higher density", async ({ tracePage, page }) => {
    const spans = async () => parseInt(await tracePage.status.innerText(), 10);
    const few = await spans();
    await page.locator(".result-bar").getByRole("slider", { name: "Density" }).press("End");
    await expect.poll(spans).toBeGreaterThan(few);
  });

  test("searches a phrase of the reader's own", async ({ page }) => {
    await page.getByRole("tab", { name: "Search" }).click();
    await page.getByRole("searchbox").fill("the state of the Union");
    await page.keyboard.press("Enter");
    await expect(page.getByText(/occurs [\d,]+ times, in [\d,]+ documents/)).toBeVisible();
    const hits = page.locator("#panel-search article");
    await expect(hits).toHaveCount(10);
    await page.getByRole("button", { name: "More documents" }).click();
    await expect(hits).toHaveCount(20);
    await expect(hits.first().locator(".match").first()).toHaveText("the state of the Union");
  });

  test("leaves axe nothing to find", async ({ page }) => {
    expect(await violations(page)).toEqual([]);
  });
});
