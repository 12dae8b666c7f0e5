import { test } from "./support/test";
import { readFileSync } from "node:fs";
test("perf", async ({ page }) => {
  page.on("pageerror", (e) => console.log("ERR", e.stack)); page.on("console", (m) => console.log(m.text()));
  await page.goto("http://127.0.0.1:18080/");
  await page.getByRole("combobox", { name: /^Corpus/ }).selectOption("sotu");
  await page.getByText("Options").click();
  await page.getByRole("slider", { name: "Density" }).press("End");
  await page.getByLabel("Open a file").setInputFiles("/tmp/web/long.txt");
  let t = Date.now();
  await page.getByRole("button", { name: "Trace", exact: true }).click();
  await page.locator(".progress").getByText(/documents?\.$/).waitFor({timeout:20000}).catch(async()=>console.log(await page.locator("main").innerText().then((t)=>t.slice(0,1500)), await page.evaluate(() => performance.now())));
  console.log("trace", Date.now() - t, await page.locator(".progress").innerText(), await page.locator(".segment").count());
  console.log(await page.evaluate(async () => {
    const segs = [...document.querySelectorAll(".segment")].slice(0, 20);
    const times = [];
    for (const s of segs) {
      const t = performance.now();
      s.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      await new Promise((r) => setTimeout(r));
      times.push(Math.round(performance.now() - t));
    }
    const t = performance.now();
    segs[0]!.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    await new Promise((r) => setTimeout(r));
    return [times, performance.now() - t];
  }));
});
