import { describe, expect, it } from "vitest";
import { EMPTY_QUESTION, searchRequest, traceRequest, type Question } from "../src/state/question";
import { decodeQuestion, encodeQuestion } from "../src/state/question_link";

const QUESTION: Question = {
  text: "Liberté — 自由 🏛️\n".repeat(50),
  prompt: "Why?",
  corpus: "sotu",
  model: "allenai/OLMo-2-1124-7B",
  density: 0.2,
  minWords: 6,
  sources: ["a", "b#c&d"],
  redactEmails: true,
};

describe("links", () => {
  it.each([QUESTION, EMPTY_QUESTION, { ...EMPTY_QUESTION, text: "x" }])(
    "give back the question they were made of (%#)",
    async (question) => {
      const fragment = await encodeQuestion(question);
      expect(fragment).toMatch(/^q1\.[A-Za-z0-9_-]*$/);
      expect(await decodeQuestion(fragment)).toEqual(question);
    },
  );

  it("are short", async () => {
    expect((await encodeQuestion(QUESTION)).length).toBeLessThan(QUESTION.text.length / 2);
  });

  it.each(["", "q2.AAAA", "q1.", "q1.!!!!", "q1.AAAA", "documents"])(
    "that are damaged are none: %j",
    async (fragment) => expect(await decodeQuestion(fragment)).toBeUndefined(),
  );

  it("of strangers cannot hold values of a wrong type", async () => {
    const odd = {
      text: 7,
      prompt: [],
      corpus: null,
      model: "m",
      density: 9,
      minWords: "4",
      sources: [1, "a"],
      redactEmails: "yes",
      __proto__: { x: 1 },
    };
    const fragment = await encodeQuestion(odd as unknown as Question);
    expect(await decodeQuestion(fragment)).toEqual({
      ...EMPTY_QUESTION,
      model: "m",
      sources: ["a"],
    });
  });

  it("that unpack to more than any text are none", async () => {
    const fragment = await encodeQuestion({ ...EMPTY_QUESTION, text: "x".repeat(5 << 20) });
    expect(fragment.length).toBeLessThan(20_000);
    expect(await decodeQuestion(fragment)).toBeUndefined();
  });
});

describe("requests", () => {
  it("hold what the question does", () => {
    const { text, prompt, model, corpus, ...options } = QUESTION;
    expect(traceRequest(QUESTION)).toEqual({ corpus, query: { text, prompt, model, options } });
  });

  it("hold no halves of surrogate pairs", () => {
    const { query } = traceRequest({ ...EMPTY_QUESTION, text: "a\ud83dz 🙂" });
    expect(query.text).toBe("a\ufffdz 🙂");
  });

  it("search where the trace looked", () => {
    expect(searchRequest(QUESTION, "a phrase", "p2")).toEqual({
      corpus: "sotu",
      phrases: ["a phrase"],
      pageToken: "p2",
      sources: ["a", "b#c&d"],
      redactEmails: true,
    });
  });
});
