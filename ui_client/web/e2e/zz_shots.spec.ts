import { readFileSync } from "node:fs";
import { test } from "./support/test";
import { refusal } from "./server/fixture_api";
import { traceEvents } from "./server/fixtures";
const out = "/tmp/web/shots/";
for (const theme of ["light", "dark"] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    test("shots", async ({ tracePage, page, api }) => {
      await tracePage.open();
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${out}${theme}-1-compose.png` });
      await tracePage.start();
      await tracePage.status.getByText(/documents?\.$/).waitFor();
      await page.screenshot({ path: `${out}${theme}-2-result.png` });
      await tracePage.segment("in the world").click();
      await page.screenshot({ path: `${out}${theme}-3-selected.png` });
      await tracePage.documents.first().getByRole("button", { name: "Read the document" }).click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${out}${theme}-4-document.png` }).catch(() => {});
      await page.keyboard.press("Escape");
      await page.getByRole("tab", { name: "Coverage" }).click();
      await page.screenshot({ path: `${out}${theme}-5-coverage.png` });
      await tracePage.selectWords("an adviser would put");
      await page.waitForTimeout(100);
      await page.screenshot({ path: `${out}${theme}-6-phrase.png` });
      api.trace = () => refusal(429, "too many traces at once", { "Retry-After": "30" });
      await page.locator(".result-bar").getByRole("slider").press("ArrowRight");
      await page.getByRole("alert").waitFor();
      await page.screenshot({ path: `${out}${theme}-7-error.png` });
    });
    test("phone", async ({ tracePage, page, api }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await tracePage.open();
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${out}${theme}-p1.png`, fullPage: true });
      await tracePage.start();
      await tracePage.status.getByText(/documents?\.$/).waitFor();
      await page.screenshot({ path: `${out}${theme}-p2.png` });
      await tracePage.segment("forever applaud").click();
      await page.screenshot({ path: `${out}${theme}-p3.png` });
      await page.getByRole("button", { name: "Show 2 documents" }).click();
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${out}${theme}-p4.png` });
    });
  });
}
test("real", async ({ page }) => {
  await page.goto("http://127.0.0.1:18080/");
  const a = JSON.parse(readFileSync("/tmp/web/answer.json", "utf8"));
  await page.getByRole("combobox", { name: /^Corpus/ }).selectOption("wikipedia");
  await page.getByLabel("Open a file").setInputFiles("/tmp/web/answer.json");
  await page.getByText("Options").click();
  await page.screenshot({ path: `${out}real-0.png` });
  await page.getByRole("button", { name: "Trace", exact: true }).click();
  await page
    .locator(".progress")
    .getByText(/documents?\.$/)
    .waitFor();
  await page.screenshot({ path: `${out}real-1.png` });
  await page.getByRole("tab", { name: "Coverage" }).click();
  await page.screenshot({ path: `${out}real-2.png` });
  await page.getByText("Change the text").click();
  await page.getByRole("combobox", { name: /^Corpus/ }).selectOption("pile");
  await page.getByRole("button", { name: "Trace", exact: true }).click();
  await page
    .locator(".progress")
    .getByText(/documents?\.$/)
    .waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${out}real-3.png` });
});
