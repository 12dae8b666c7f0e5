import { refusal } from "./server/fixture_api";
import { traceEvents } from "./server/fixtures";
import { violations } from "./support/axe";
import { Steps } from "./support/steps";
import { expect, test } from "./support/test";
import type { TracePage } from "./support/trace_page";

const states: Record<string, (tracePage: TracePage) => Promise<void>> = {
  "the empty page": async (tracePage) => {
    await tracePage.open();
    await tracePage.page.getByText("Options").click();
  },
  "a trace": (tracePage) => tracePage.trace(),
  "a chosen span, its hint and the list": async (tracePage) => {
    await tracePage.trace();
    await tracePage.page.getByText("17 spans as a list").click();
    await tracePage.documents.first().locator("summary").click();
    await tracePage.segment("in the world").click();
  },
  coverage: async (tracePage) => {
    await tracePage.trace();
    await tracePage.page.getByRole("tab", { name: "Coverage" }).click();
  },
  "a search": async (tracePage) => {
    await tracePage.trace();
    await tracePage.page.getByRole("tab", { name: "Search" }).click();
    await tracePage.page.getByRole("searchbox").fill("four essential human freedoms");
    await tracePage.page.keyboard.press("Enter");
    await tracePage.page.locator("#panel-search article").waitFor();
  },
  "a document": async (tracePage) => {
    await tracePage.trace();
    await tracePage.documents.first().getByRole("button", { name: "Read the document" }).click();
    await tracePage.dialog.locator(".match.current").waitFor();
    await tracePage.dialog.getByText("Other fields of its record").click();
  },
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1360, 360]) {
    test.describe(`${colorScheme}, ${width} pixels wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });
      for (const [name, reach] of Object.entries(states)) {
        test(`axe finds nothing wrong with ${name}`, async ({ tracePage, page }) => {
          await reach(tracePage);
          expect(await violations(page)).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, "the page scrolls sideways").toBe(0);
        });
      }

      test("axe finds nothing wrong with errors and asking for a token", async ({
        tracePage,
        page,
        api,
      }) => {
        api.trace = () => refusal(429, "busy", { "Retry-After": "60" });
        await tracePage.open();
        await tracePage.start();
        await page.getByRole("alert").waitFor();
        expect(await violations(page)).toEqual([]);
        api.trace = () => refusal(401, "a token is needed");
        await page.keyboard.press("Control+Enter");
        await tracePage.answer.press("Control+Enter");
        await page.getByLabel("Token", { exact: true }).waitFor();
        expect(await violations(page)).toEqual([]);
      });
    });
  }
}

test("the theme that is chosen stays", async ({ tracePage, page }) => {
  await tracePage.open();
  const body = page.locator("body");
  const background = () => body.evaluate((element) => getComputedStyle(element).backgroundColor);
  const light = await background();
  await page.getByLabel("Colours").selectOption("dark");
  await expect(body).not.toHaveCSS("background-color", light);
  const dark = await background();
  await page.reload();
  await expect(body).toHaveCSS("background-color", dark);
});

test("nothing moves for who wants less motion", async ({ tracePage, page, api }) => {
  const steps = new Steps();
  api.trace = () => steps.of(traceEvents(api.fixtures, 5));
  const moving = () => page.evaluate(() => document.getAnimations().length);
  await tracePage.open();
  await tracePage.start();
  await page.locator(".progress-line").waitFor();
  expect(await moving()).toBe(0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await expect.poll(moving).toBeGreaterThan(0);
});

test("on a phone a chosen span leads to its documents", async ({ tracePage, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await tracePage.trace();
  await tracePage.segment("forever applaud").click();
  await page.getByRole("button", { name: "Show 2 documents" }).click();
  await expect(tracePage.documents.first()).toBeInViewport();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(tracePage.documents).toHaveCount(12);
});

test("the whole page can be used with the keyboard", async ({ tracePage, page }) => {
  await tracePage.open();
  await tracePage.answer.focus();
  await page.keyboard.insertText("Some words of a model.");
  await page.keyboard.press("Control+Enter");
  await expect(tracePage.status).toHaveText("17 spans, 12 documents.");
  const reached = new Set<string>();
  for (let i = 0; i < 120; ++i) {
    await page.keyboard.press("Tab");
    reached.add(
      await page.evaluate(() => {
        const { tagName, className, textContent } = document.activeElement as HTMLElement;
        return className === "span-sign" ? "sign" : `${tagName}: ${textContent?.trim()}`;
      }),
    );
  }
  expect([...reached]).toEqual(
    expect.arrayContaining([
      "BUTTON: Copy link",
      "BUTTON: HTML report",
      "sign",
      "SUMMARY: 17 spans as a list",
      "BUTTON: Documents (12)",
      "BUTTON: Read the document",
    ]),
  );
});
