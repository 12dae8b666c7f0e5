import { refusal } from "./server/fixture_api";
import { traceEvents, type Event } from "./server/fixtures";
import { expect, test } from "./support/test";

test("a server that is down is said to be", async ({ tracePage, page, server }) => {
  await tracePage.open();
  await expect(page.getByRole("combobox", { name: /^Corpus/ })).toHaveValue("sotu");
  await server.stop();
  await tracePage.start();
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached");
  await expect(tracePage.answer).not.toHaveValue("");
});

test("a token is asked for, sent, and kept in this tab only", async ({ tracePage, page, api }) => {
  const { corpora, trace } = api;
  const allowed = (authorization: string | undefined) => authorization === "Bearer secret";
  api.corpora = (call) =>
    allowed(call.authorization) ? corpora(call) : refusal(401, "a token is needed");
  api.trace = (call) =>
    allowed(call.authorization) ? trace(call) : refusal(401, "a token is needed");
  await tracePage.open();
  await expect(page.getByRole("alert")).toContainText("asks for a token");
  await tracePage.start();
  await expect.poll(() => api.bodies("/v1/trace:stream").length).toBe(1);
  await page.getByLabel("Token", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Use token" }).click();
  await expect.poll(() => api.calls.at(-1)?.authorization).toBe("Bearer wrong");
  await page.getByLabel("Token", { exact: true }).fill("secret");
  await page.getByRole("button", { name: "Use token" }).click();
  // What was refused is asked again.
  await expect(tracePage.status).toHaveText("17 spans, 12 documents.");
  await expect(page.getByRole("alert")).toHaveCount(0);
  const stored = await page.evaluate(() => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    cookie: document.cookie,
  }));
  expect(stored.session).toContain("secret");
  expect(stored.local + stored.cookie).not.toContain("secret");
});

test("a text over the limit is said to be, with the limit", async ({ tracePage, page, api }) => {
  api.trace = () => refusal(413, "query.text: expected at most 1000 bytes, got 1200");
  await tracePage.open();
  await tracePage.start();
  await expect(page.getByRole("alert")).toContainText("The text is too long for this server");
  await expect(page.getByRole("alert")).toContainText("expected at most 1000 bytes, got 1200");
});

test("a busy server says when it may be asked again", async ({ tracePage, page, api }) => {
  const { trace } = api;
  api.trace = () => refusal(429, "too many traces at once", { "Retry-After": "3" });
  await tracePage.open();
  await tracePage.start();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The server is busy");
  await expect(alert).toContainText(/wait until \d+:\d\d:\d\d/);
  await expect(alert.getByRole("button", { name: "Try again" })).toBeDisabled();
  await expect(alert.getByText(/in [12] seconds?/)).toBeVisible();
  api.trace = trace;
  await expect(alert.getByRole("button", { name: "Try again" })).toBeEnabled({ timeout: 5000 });
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(tracePage.status).toHaveText("17 spans, 12 documents.");
});

test("fields that the server does not accept are named", async ({ tracePage, page, api }) => {
  const fieldViolations = [
    { field: "query.options.density", description: "expected 0 to 1, got 9" },
  ];
  api.trace = () => refusal(400, "bad request", {}, [{ fieldViolations }]);
  await tracePage.open();
  await tracePage.start();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveText(
    "query.options.density: expected 0 to 1, got 9",
  );
});

const breaks: [string, Event | undefined, string][] = [
  ["breaks", undefined, "The connection broke."],
  [
    "reports an error",
    { event: "error", data: { code: 14, message: "shard 3 is lost" } },
    "shard 3 is lost",
  ],
];
for (const [name, last, reason] of breaks) {
  test(`what came of a stream that ${name} stays`, async ({ tracePage, page, api }) => {
    api.trace = function* () {
      yield* [...traceEvents(api.fixtures, 5)].slice(0, 2);
      yield last;
    };
    await tracePage.open();
    await tracePage.start();
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("The answer broke off");
    await expect(alert).toContainText(reason);
    await expect(tracePage.documents).toHaveCount(5);
    await expect(tracePage.segment("In giving freedom")).toHaveClass(/high/);
    await expect(tracePage.segment("work to do")).toHaveClass(/none/);
    api.trace = () => traceEvents(api.fixtures);
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(tracePage.documents).toHaveCount(12);
    await expect(alert).toHaveCount(0);
  });
}

test("a stream that ends without its end is not taken for whole", async ({
  tracePage,
  page,
  api,
}) => {
  api.trace = () => [...traceEvents(api.fixtures, 5)].slice(0, 2);
  await tracePage.open();
  await tracePage.start();
  await expect(page.getByRole("alert")).toContainText("The stream ended before the trace did.");
});

test("an answer of another shape is not shown", async ({ tracePage, page, api }) => {
  api.trace = () => [{ event: "spans", data: { spans: { trace: { spans: "many" } } } }];
  await tracePage.open();
  await tracePage.start();
  await expect(page.getByRole("alert")).toContainText("cannot be understood");
  await expect(page.getByRole("alert")).toContainText('expected a list, got "many"');
});

test("a text of which nothing is found is said so, with its coverage", async ({
  tracePage,
  page,
  api,
}) => {
  const { trace } = api.fixtures;
  Object.assign(trace, { spans: [], documents: [] });
  trace.coverage.covered.forEach((covered: any) => (covered.words = 0));
  trace.coverage.longestMatchWords = 2;
  await tracePage.trace("Zyx wvu tsr.");
  await expect(page.getByText("Nothing found. No run of 4 words or more")).toBeVisible();
  const panel = page.locator("#panel-documents");
  await expect(panel).toContainText("0% of 172 words stand in spans of 4 words or more");
  await expect(panel.getByRole("img", { name: /n-grams that occur nowhere/ })).toBeVisible();
});

test("the trace before stays while another one is refused", async ({ tracePage, page, api }) => {
  await tracePage.trace();
  api.trace = () => refusal(503, "the corpus is being opened");
  await page.locator(".result-bar").getByRole("slider", { name: "Density" }).press("ArrowRight");
  await expect(page.getByRole("alert")).toContainText("The server is not ready");
  await expect(page.getByText("Below is still the trace before.")).toBeVisible();
  await expect(tracePage.documents).toHaveCount(12);
});

test("a search that fails does not touch the trace", async ({ tracePage, page, api }) => {
  api.search = () => refusal(504, "deadline exceeded");
  await tracePage.trace();
  await tracePage.selectWords("adviser would put");
  await page.getByRole("button", { name: "Search this phrase" }).click();
  await expect(page.getByRole("alert")).toContainText("The server took too long");
  await page.getByRole("tab", { name: /Documents/ }).click();
  await expect(tracePage.documents).toHaveCount(12);
});

const claims: [string, string, RegExp][] = [
  ["TRAINING_DATA", "Training data", /strong/],
  ["PART_OF_TRAINING_DATA", "Part of the training data", /strong/],
  ["PARTLY_PUBLISHED", "Training data partly published", /partial/],
  ["OVERLAP_ONLY", "Overlap only, no proof of training", /caution/],
  ["UNKNOWN", "Unknown: no claim about training", /caution/],
];
for (const [kind, title, tone] of claims) {
  test(`the claim ${kind} is shown as what it is`, async ({ tracePage, page, api }) => {
    Object.assign(api.fixtures.trace.claim, {
      kind: `CLAIM_KIND_${kind}`,
      statement: "In its words.",
    });
    await tracePage.trace();
    const claim = page.getByRole("region", { name: title, exact: false });
    await expect(claim).toContainText("In its words.");
    await expect(claim).toHaveClass(tone);
  });
}
