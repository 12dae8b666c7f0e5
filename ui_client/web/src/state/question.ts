import type { SearchRequest, TraceRequest } from "../api/messages";
import { DEFAULT_DENSITY } from "../trace/density";

/** What a trace is asked for: all that a link to it holds. */
export interface Question {
  text: string;
  prompt: string;
  corpus: string;
  model: string;
  density: number;
  minWords: number;
  /** None: all. */
  sources: string[];
  redactEmails: boolean;
}

export const EMPTY_QUESTION: Question = {
  text: "",
  prompt: "",
  corpus: "",
  model: "",
  density: DEFAULT_DENSITY,
  minWords: 4,
  sources: [],
  redactEmails: false,
};

export function traceRequest(question: Question): TraceRequest {
  const { corpus, text, prompt, model, ...options } = question;
  return {
    corpus,
    query: {
      text: wellFormed(text),
      prompt: wellFormed(prompt),
      model: wellFormed(model.trim()),
      options,
    },
  };
}

/** A search in the same documents as the trace. */
export function searchRequest(
  question: Question,
  phrase: string,
  pageToken: string,
): SearchRequest {
  const { corpus, sources, redactEmails } = question;
  return { corpus, phrases: [wellFormed(phrase)], pageToken, sources, redactEmails };
}

/** Halves of surrogate pairs, which a text cut by a program may hold, are not UTF-8. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");
