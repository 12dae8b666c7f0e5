import { expect, test } from "./support/test";

test("a document card says what the document is and why it matched", async ({ tracePage }) => {
  await tracePage.trace();
  const card = tracePage.documents.first();
  await expect(card.getByRole("heading")).toHaveText(
    "State of the Union address, Abraham Lincoln, 1862",
  );
  await expect(card).toContainText("Source sotu", { useInnerText: true });
  await expect(card).toContainText("Date 1862", { useInnerText: true });
  await expect(card).toContainText("Licence CC0-1.0", { useInnerText: true });
  await expect(card).toContainText("Explains 55 words of the text: 12345");
  await card.locator("summary").click();
  await expect(card.getByRole("meter", { name: "BM25" })).toBeVisible();
  await card.getByRole("button", { name: "Choose span 4" }).click();
  await expect(tracePage.documents).toHaveCount(2);
});

test("a licence that is not known is not passed over", async ({ tracePage, api }) => {
  api.fixtures.trace.documents[0].document.license = "";
  await tracePage.trace();
  await expect(tracePage.documents.first()).toContainText("Licence not stated", {
    useInnerText: true,
  });
});

test("more passages are shown on request", async ({ tracePage }) => {
  await tracePage.trace();
  const card = tracePage.documents.nth(3);
  await expect(card.locator("blockquote")).toHaveCount(1);
  await card.getByRole("button", { name: "2 more passages" }).click();
  await expect(card.locator("blockquote")).toHaveCount(3);
});

test("a match that is written differently is told apart", async ({ tracePage, api }) => {
  api.fixtures.trace.documents[0].snippets[0].matches[0].identical = false;
  await tracePage.trace();
  await expect(tracePage.documents.first().locator(".match.differs")).toHaveCount(1);
  await expect(tracePage.documents.first()).toContainText("the same words, written differently");
  await expect(tracePage.documents.nth(1)).not.toContainText("written differently");
});

test("documents can be filtered by source", async ({ tracePage, page, api }) => {
  for (const found of api.fixtures.trace.documents.slice(0, 2)) found.document.source = "letters";
  await tracePage.trace();
  await page.getByRole("combobox", { name: "Source" }).selectOption({ label: "letters (2)" });
  await expect(tracePage.documents).toHaveCount(2);
  await tracePage.segment("third is freedom").click();
  await expect(tracePage.documents).toHaveCount(0);
  await page.getByRole("combobox", { name: "Source" }).selectOption({ label: "All (1)" });
  await expect(tracePage.documents).toHaveCount(1);
});

test("a phrase selected in the text is searched", async ({ tracePage, page, api }) => {
  await tracePage.trace();
  await tracePage.selectWords("adviser would put");
  await page.getByRole("button", { name: "Search this phrase" }).click();
  await expect(page.getByRole("tab", { name: "Search" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("searchbox")).toHaveValue("adviser would put");
  await expect(page.getByText("occurs once, in 1 document.")).toBeVisible();
  expect(api.bodies("/v1/search")).toEqual([
    {
      corpus: "sotu",
      phrases: ["adviser would put"],
      pageToken: "",
      sources: [],
      redactEmails: false,
    },
  ]);
  await expect(page.getByRole("button", { name: "Search this phrase" })).toHaveCount(0);
});

test("dragging the mouse over the text selects, and does not choose a span", async ({
  tracePage,
  page,
}) => {
  await tracePage.trace();
  const box = (await tracePage.segment("Other means may").boundingBox())!;
  await page.mouse.move(box.x + 4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 40, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByRole("button", { name: "Search this phrase" })).toBeVisible();
  await expect(tracePage.segment("Other means may")).not.toHaveClass(/selected/);
});

test("a phrase can be typed, and pages of documents follow", async ({ tracePage, page, api }) => {
  api.search = ({ body }) => {
    const { search } = structuredClone(api.fixtures);
    search.complete = false;
    search.totalDocuments = "2";
    search.nextPageToken = body.pageToken === "" ? "second" : "";
    search.hits[0].document.name.number = body.pageToken === "" ? 1 : 2;
    return { json: search };
  };
  await tracePage.trace();
  await page.getByRole("tab", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("four essential human freedoms");
  await page.keyboard.press("Enter");
  await expect(page.getByText("in 2 documents or more: it occurs more often than")).toBeVisible();
  await page.getByRole("button", { name: "More documents" }).click();
  await expect(page.locator("#panel-search article")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "More documents" })).toHaveCount(0);
  expect(api.bodies("/v1/search").map(({ pageToken }) => pageToken)).toEqual(["", "second"]);
});

test("a phrase that occurs nowhere is said to", async ({ tracePage, page, api }) => {
  api.search = () => ({
    json: {
      phrases: [{ phrase: "zyx", occurrences: "0" }],
      totalDocuments: "0",
      complete: true,
      hits: [],
    },
  });
  await tracePage.trace();
  await page.getByRole("tab", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("zyx");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText("occurs nowhere in the corpus.")).toBeVisible();
});

test("arrow keys go through the tabs", async ({ tracePage, page }) => {
  await tracePage.trace();
  await page.getByRole("tab", { name: /Documents/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Coverage" })).toBeFocused();
  await expect(page.getByRole("img", { name: /words in spans of 4\+ words: 65%/ })).toBeVisible();
  await expect(
    page.getByRole("img", { name: /n-grams that occur nowhere.* 1: \d+%/ }),
  ).toBeVisible();
  await expect(page.getByText("words occur nowhere in the corpus")).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("tab", { name: "Search" })).toBeFocused();
});

test("a document is read around its matches, from one to the next", async ({
  tracePage,
  page,
  api,
}) => {
  await tracePage.trace();
  const opener = tracePage.documents.first().getByRole("button", { name: "Read the document" });
  await opener.click();
  const { dialog } = tracePage;
  await expect(dialog.locator(".match")).toHaveCount(5);
  await expect(dialog.locator(".match.current")).toHaveText(/^In giving freedom to the slave/);
  await expect(dialog.locator(".match.current")).toBeInViewport();
  await expect(dialog.getByText("Match 1 of 5")).toBeVisible();
  await dialog.getByRole("button", { name: "Next match" }).click();
  await expect(dialog.locator(".match.current")).toHaveText(/^We shall nobly save/);
  await dialog.getByText("Other fields of its record").click();
  await expect(dialog).toContainText("metadata.president Abraham Lincoln", { useInnerText: true });
  const { corpus, trace } = api.fixtures;
  expect(api.bodies("/v1/document")[0]).toMatchObject({
    corpus: "sotu",
    fingerprint: corpus.fingerprint,
    name: trace.documents[0].document.name,
  });
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test("a long document comes in pages that fit together", async ({ tracePage, api }) => {
  // Pages end inside of characters, and the match is far behind the first one.
  const filler = Array.from({ length: 9000 }, (_, i) => `🏛️é${i} `).join("");
  const { fixtures } = api;
  const { document, snippets } = fixtures.trace.documents[0];
  const before = Buffer.byteLength(filler);
  fixtures.text = filler + fixtures.text + filler;
  document.sizeBytes = String(Buffer.byteLength(fixtures.text));
  snippets[0].beginByte = String(before + Number(snippets[0].beginByte));
  await tracePage.trace();
  await tracePage.documents.first().getByRole("button", { name: "Read the document" }).click();
  const { dialog } = tracePage;
  await expect(dialog.locator(".match.current")).toHaveText(/^In giving freedom to the slave/);
  await expect(dialog.locator(".match.current")).toBeInViewport();
  for (const name of [/^Earlier text/, /^Later text/]) {
    const more = dialog.getByRole("button", { name });
    for (let i = 0; i < 10 && (await more.count()) > 0; ++i) {
      await more.click();
      await expect(dialog.getByText("Reading…")).toHaveCount(0);
    }
    await expect(more).toHaveCount(0);
  }
  const text = await dialog.locator(".reading").evaluate((element) => element.textContent);
  expect(text === fixtures.text).toBe(true);
  await expect(dialog.locator(".match")).toHaveCount(5);
});

test("a document of a corpus that was replaced says so", async ({ tracePage, api }) => {
  await tracePage.trace();
  api.document = () => ({
    status: 409,
    json: { code: 9, message: "fingerprint: expected a, got b" },
  });
  await tracePage.documents.first().getByRole("button", { name: "Read the document" }).click();
  await expect(tracePage.dialog.getByRole("alert")).toContainText("The corpus has been replaced");
});
