import { traceEvents } from "./server/fixtures";
import { Steps } from "./support/steps";
import { expect, test } from "./support/test";
import { MODEL, SAMPLE } from "./support/trace_page";

test("a pasted text is sent with its corpus, model and options", async ({
  tracePage,
  page,
  api,
}) => {
  await tracePage.open();
  await page.getByLabel("Prompt").fill("Who spoke of duty?");
  await page.getByText("Options").click();
  await page.getByLabel("Words of a span, at least").fill("5");
  await page.getByLabel("Redact e-mail addresses").check();
  await tracePage.start();
  await expect(tracePage.status).toHaveText("17 spans, 12 documents.");
  expect(api.bodies("/v1/trace:stream")).toEqual([
    {
      corpus: "sotu",
      query: {
        text: SAMPLE,
        prompt: "Who spoke of duty?",
        model: MODEL,
        options: { density: 0.05, minWords: 5, sources: [], redactEmails: true },
      },
    },
  ]);
});

test("the text is shown whole, its spans at the right words", async ({ tracePage, page, api }) => {
  await tracePage.trace();
  await expect(page.locator(".traced-text .reading")).toHaveText(SAMPLE, { useInnerText: false });
  // Behind an emoji and in other scripts, where UTF-16, code points and bytes differ.
  const { spans } = api.fixtures.trace;
  const first = Array.from(SAMPLE)
    .slice(spans[0].range.beginCodePoint, spans[0].range.endCodePoint)
    .join("");
  await expect(tracePage.segment(first)).toHaveText(
    "In giving freedom to the slave we assure freedom to the free",
  );
});

test("the focus goes to the claim, which is to be read first", async ({ tracePage, page }) => {
  await tracePage.trace();
  await expect(page.getByRole("heading", { name: "Overlap only" })).toBeFocused();
  await expect(page.getByRole("heading", { name: "Overlap only" })).toBeInViewport();
});

test("levels differ by underline and by label, not by colour alone", async ({
  tracePage,
  page,
}) => {
  await tracePage.trace();
  const look = async (words: string) =>
    tracePage
      .segment(words)
      .first()
      .evaluate((element) => {
        const { textDecorationStyle, textDecorationThickness } = getComputedStyle(element);
        return { textDecorationStyle, textDecorationThickness };
      });
  expect(await look("In giving freedom")).toEqual({
    textDecorationStyle: "solid",
    textDecorationThickness: "3px",
  });
  expect(await look("third is freedom")).toMatchObject({ textDecorationStyle: "dotted" });
  expect(await look("work to do")).toEqual({
    textDecorationStyle: "solid",
    textDecorationThickness: "1px",
  });
  const shown = (span: number) =>
    tracePage.sign(span).evaluate((element) => getComputedStyle(element, "::before").content);
  expect(await shown(1)).toContain('"●1"');
  expect(await shown(10)).toContain('"○10"');
  expect(await shown(15)).toContain('"·15"');
  await expect(page.getByRole("list", { name: "Spans by level" })).toContainText(
    "Found, no document shown 2",
  );
});

test("what has arrived of a slow stream is shown at once", async ({ tracePage, page, api }) => {
  const steps = new Steps();
  api.trace = () => steps.of(traceEvents(api.fixtures, 5));
  await tracePage.open();
  await tracePage.start();
  await expect(tracePage.status).toContainText("17 spans, 0 documents so far");
  await expect(tracePage.segment("In giving freedom")).toHaveClass(/pending/);
  await expect(page.getByText("Overlap only, no proof of training")).toBeVisible();
  await steps.next();
  await expect(tracePage.documents).toHaveCount(5);
  await expect(tracePage.segment("In giving freedom")).toHaveClass(/high/);
  await expect(tracePage.segment("work to do")).toHaveClass(/pending/);
  await steps.next();
  await steps.next();
  await expect(tracePage.documents).toHaveCount(12);
  await steps.next();
  await expect(tracePage.status).toHaveText("17 spans, 12 documents.");
  await expect(tracePage.segment("work to do")).toHaveClass(/none/);
});

test("a trace can be stopped, and what came stays", async ({ tracePage, page, api }) => {
  const steps = new Steps();
  api.trace = () => steps.of(traceEvents(api.fixtures, 5));
  await tracePage.open();
  await tracePage.start();
  await steps.next();
  await expect(tracePage.documents).toHaveCount(5);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(tracePage.status).toContainText("Stopped before all documents had come.");
  await expect(tracePage.documents).toHaveCount(5);
  await expect(tracePage.segment("work to do")).toHaveClass(/none/);
});

test("a click on a span shows its documents, another one all", async ({ tracePage, page }) => {
  await tracePage.trace();
  const span = tracePage.segment("forever applaud");
  await span.click();
  await expect(span).toHaveClass(/selected/);
  await expect(tracePage.sign(5)).toHaveAttribute("aria-pressed", "true");
  await expect(tracePage.documents).toHaveCount(2);
  await expect(tracePage.documents.locator(".match.selected").first()).toHaveText(
    /forever applaud/,
  );
  await span.click();
  await expect(tracePage.documents).toHaveCount(12);
  await span.click();
  await page.keyboard.press("Escape");
  await expect(tracePage.documents).toHaveCount(12);
});

test("a span without documents says that it was found", async ({ tracePage, page }) => {
  await tracePage.trace();
  await tracePage.segment("work to do").click();
  await expect(tracePage.documents).toHaveCount(0);
  await expect(page.getByText("Found once in the corpus, but no document")).toBeVisible();
});

test("where spans overlap, all are offered", async ({ tracePage, page }) => {
  await tracePage.trace();
  const both = tracePage.segment("in the world");
  await both.click();
  const chosen = page.getByRole("region", { name: "Spans chosen" });
  await expect(chosen.getByRole("listitem")).toHaveCount(2);
  await expect(chosen).toContainText("everywhere in the world");
  await expect(chosen).toContainText("in the world, and the");
  // The parts on either side belong to one of them each.
  await expect(tracePage.segment("everywhere ").first()).toHaveClass(/selected/);
  await expect(tracePage.segment(", and the").first()).toHaveClass(/selected/);
  await page.getByRole("button", { name: "Only span 9" }).click();
  await expect(chosen.getByRole("listitem")).toHaveCount(1);
  await expect(tracePage.segment("everywhere ").first()).not.toHaveClass(/selected/);
});

test("a segment has the highest level of its spans", async ({ tracePage, api }) => {
  // "everywhere in the world" is told from "in the world, and the" by its document.
  const document = api.fixtures.trace.documents.find(({ spans }: any) => spans.includes(8));
  document.spans = document.spans.filter((span: number) => span !== 8);
  api.fixtures.trace.documents[0].spans.push(8);
  await tracePage.trace();
  await expect(tracePage.segment("everywhere ").first()).toHaveClass(/low/);
  await expect(tracePage.segment("in the world").first()).toHaveClass(/high/);
});

test("pointing and focus tell the same of a span", async ({ tracePage, page }) => {
  await tracePage.trace();
  const hint = page.locator(".span-hint");
  await tracePage.segment("forever applaud").hover();
  await expect(hint).toHaveText(
    "5 ● High relevance · 15 words, 2 times in the corpus, 2 documents",
  );
  await page.mouse.move(5, 5);
  await expect(hint).toHaveCount(0);
  await tracePage.sign(5).focus();
  await expect(hint).toBeVisible();
  await expect(tracePage.sign(5)).toHaveAccessibleName(
    "Span 5: High relevance, 15 words, 2 times in the corpus, 2 documents",
  );
  await page.keyboard.press("Escape");
  await expect(hint).toHaveCount(0);
});

test("a hint stays in the window", async ({ tracePage, page }) => {
  await page.setViewportSize({ width: 500, height: 400 });
  await tracePage.trace();
  for (const words of ["In giving freedom", "only thing we", "strong"]) {
    await tracePage.segment(words).first().hover();
    await expect(page.locator(".span-hint")).toBeInViewport({ ratio: 1 });
  }
});

test("Enter and Space choose a span, Tab leads to the next", async ({ tracePage, page }) => {
  await tracePage.trace();
  await tracePage.sign(1).focus();
  await page.keyboard.press("Enter");
  await expect(tracePage.documents).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(tracePage.documents).toHaveCount(12);
  await page.keyboard.press("Tab");
  await expect(tracePage.sign(2)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(tracePage.segment("We shall nobly")).toHaveClass(/selected/);
  // One of two that overlap.
  await tracePage.sign(9).press("Space");
  await expect(tracePage.segment(", and the")).toHaveClass(/selected/);
  await expect(tracePage.segment("everywhere ")).not.toHaveClass(/selected/);
});

test("pointing at a document marks its spans in the text", async ({ tracePage, page }) => {
  await tracePage.trace();
  await tracePage.documents.nth(1).hover();
  await expect(page.locator(".segment.marked")).toHaveCount(2);
});

test("spans can be chosen from the list", async ({ tracePage, page }) => {
  await tracePage.trace();
  await page.getByText("17 spans as a list").click();
  await page.getByRole("button", { name: "in the world, and the" }).click();
  await expect(tracePage.segment(", and the").first()).toHaveClass(/selected/);
  await expect(tracePage.segment("everywhere ").first()).not.toHaveClass(/selected/);
});

test("the density knob traces anew and keeps the focus", async ({ tracePage, page, api }) => {
  await tracePage.trace();
  const knob = page.locator(".result-bar").getByRole("slider", { name: "Density" });
  await knob.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => api.bodies("/v1/trace:stream").length).toBe(2);
  expect(api.bodies("/v1/trace:stream")[1].query.options.density).toBe(0.1);
  await expect(tracePage.status).toHaveText("17 spans, 12 documents.");
  await expect(knob).toBeFocused();
  await expect(knob).toHaveAttribute("aria-valuetext", "10%: up to 1 span in 10 words");
});

test("Ctrl and Enter trace; a text of blanks is not sent", async ({ tracePage, page, api }) => {
  await tracePage.open();
  await tracePage.answer.fill("  \n ");
  await page.getByRole("button", { name: "Trace", exact: true }).click();
  await expect(page.getByText("There is no text to trace yet")).toBeVisible();
  await expect(tracePage.answer).toBeFocused();
  expect(api.bodies("/v1/trace:stream")).toEqual([]);
  await tracePage.answer.fill("Some words.");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => api.bodies("/v1/trace:stream").length).toBe(1);
});

test("a dropped record fills text, prompt and model", async ({ tracePage, page }) => {
  await tracePage.open();
  const lines =
    '{"prompt": "Why?", "output": "Because.", "model": "olmo-2"}\n{"output": "Other."}\n';
  await page.getByLabel("Open a file").setInputFiles({
    name: "answers.jsonl",
    mimeType: "application/json",
    buffer: Buffer.from(lines),
  });
  await expect(tracePage.answer).toHaveValue("Because.");
  await expect(page.getByLabel("Prompt")).toHaveValue("Why?");
  await expect(page.getByText("First of 2 records of answers.jsonl.")).toBeVisible();

  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["Dropped words."], "answer.txt", { type: "text/plain" }));
    return transfer;
  });
  await page.dispatchEvent(".composer", "drop", { dataTransfer: data });
  await expect(tracePage.answer).toHaveValue("Dropped words.");
});
