/** The messages of proto/spanroot/v1 that the page reads or writes. What they mean is said there. */
import { boolean, list, message, number, oneOf, optional, string, type Decoded } from "./decode";

const counts = message({ documents: number, words: number, textBytes: number });

const part = message({ name: string, counts });

export const corpus = message({
  name: string,
  profile: oneOf(["PROFILE_UNSPECIFIED", "PROFILE_VERBATIM", "PROFILE_FOLDED"]),
  fingerprint: string,
  counts,
  sources: list(part),
  licenses: list(part),
});
export type Corpus = Decoded<typeof corpus>;

export const listCorporaResponse = message({ corpora: list(corpus) });

const documentName = message({ shard: number, number });

const document = message({
  name: documentName,
  id: string,
  source: string,
  url: string,
  title: string,
  date: string,
  language: string,
  license: string,
  metadataJson: string,
  contentHash: string,
  sizeBytes: number,
});
export type Document = Decoded<typeof document>;

const snippetMatch = message({
  beginByte: number,
  endByte: number,
  index: number,
  identical: boolean,
});
export type SnippetMatch = Decoded<typeof snippetMatch>;

const snippet = message({
  text: string,
  beginByte: number,
  atBegin: boolean,
  atEnd: boolean,
  matches: list(snippetMatch),
});
export type Snippet = Decoded<typeof snippet>;

const textRange = message({
  beginByte: number,
  endByte: number,
  beginCodePoint: number,
  endCodePoint: number,
});
export type TextRange = Decoded<typeof textRange>;

const span = message({
  range: textRange,
  firstWord: number,
  words: number,
  occurrences: number,
  examined: number,
  logProbability: number,
  documents: list(number),
});
export type Span = Decoded<typeof span>;

const relevance = oneOf([
  "RELEVANCE_UNSPECIFIED",
  "RELEVANCE_LOW",
  "RELEVANCE_MEDIUM",
  "RELEVANCE_HIGH",
]);
export type Relevance = Decoded<typeof relevance>;

const traceDocument = message({
  document,
  level: relevance,
  relevance: number,
  matchedShare: number,
  bm25Share: number,
  bm25: number,
  explainedWords: number,
  spans: list(number),
  snippets: list(snippet),
});
export type TraceDocument = Decoded<typeof traceDocument>;

const coverage = message({
  words: number,
  covered: list(message({ minWords: number, words: number })),
  longestMatchWords: number,
  novelty: list(message({ n: number, share: optional(number) })),
  unknownWords: list(textRange),
});
export type Coverage = Decoded<typeof coverage>;

const claim = message({
  kind: oneOf([
    "CLAIM_KIND_UNSPECIFIED",
    "CLAIM_KIND_TRAINING_DATA",
    "CLAIM_KIND_PART_OF_TRAINING_DATA",
    "CLAIM_KIND_PARTLY_PUBLISHED",
    "CLAIM_KIND_OVERLAP_ONLY",
    "CLAIM_KIND_UNKNOWN",
  ]),
  model: string,
  corpus: string,
  statement: string,
});
export type Claim = Decoded<typeof claim>;

const statistics = message({
  matchSeconds: number,
  documentsSeconds: number,
  suffixBlocksRead: number,
  textChunksRead: number,
  shards: number,
  spansFound: number,
  spansKept: number,
  documentsFound: number,
  documentsFiltered: number,
  emailsRedacted: number,
});

const trace = message({
  text: string,
  spans: list(span),
  documents: list(traceDocument),
  coverage,
  claim,
  statistics: optional(statistics),
});
export type Trace = Decoded<typeof trace>;

export const traceStreamResponse = message({
  spans: optional(message({ corpus: string, fingerprint: string, trace })),
  documents: optional(message({ firstIndex: number, documents: list(traceDocument) })),
  done: optional(message({ statistics, examined: list(number) })),
});
export type TraceStreamResponse = Decoded<typeof traceStreamResponse>;

const searchHit = message({ document, matches: number, snippets: list(snippet) });
export type SearchHit = Decoded<typeof searchHit>;

export const searchResponse = message({
  phrases: list(message({ phrase: string, occurrences: number })),
  totalDocuments: number,
  complete: boolean,
  hits: list(searchHit),
  nextPageToken: string,
});
export type SearchResponse = Decoded<typeof searchResponse>;

export const getDocumentResponse = message({
  document,
  text: string,
  beginByte: number,
  nextBeginByte: number,
});
export type DocumentPage = Decoded<typeof getDocumentResponse>;

/** google.rpc.Status, with the details that the server sends. */
export const status = message({
  code: number,
  message: string,
  details: list(
    message({ fieldViolations: list(message({ field: string, description: string })) }),
  ),
});
export type Status = Decoded<typeof status>;

export interface TraceOptions {
  minWords?: number;
  density?: number;
  sources?: string[];
  redactEmails?: boolean;
}

export interface TraceRequest {
  corpus: string;
  query: { text: string; prompt: string; model: string; options: TraceOptions };
}

export interface SearchRequest {
  corpus: string;
  phrases: string[];
  pageToken?: string;
  sources?: string[];
  redactEmails?: boolean;
}

export interface GetDocumentRequest {
  corpus: string;
  name: { shard: number; number: number };
  fingerprint: string;
  /** Sent as a string, as 64-bit integers are. */
  beginByte: string;
  pageSizeBytes: number;
  redactEmails?: boolean;
}
