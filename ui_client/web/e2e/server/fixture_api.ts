import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { recorded, traceEvents, type Event, type Json } from "./fixtures.ts";

/** A request as it came. */
export interface Call {
  path: string;
  body: Json;
  authorization: string | undefined;
}

/** An answer of the API. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json: Json;
}

/** A google.rpc.Status as the server answers it. */
export const refusal = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
  details: Json[] = [],
): Answer => ({ status, headers, json: { code: 0, message, details } });

/**
 * The API over recorded answers. A test replaces the handlers whose answers it wants to be others,
 * and sees in `calls` what the page sent.
 */
export class FixtureApi {
  readonly calls: Call[] = [];
  readonly fixtures = recorded();

  corpora = (_: Call): Answer => ({ json: { corpora: [this.fixtures.corpus] } });
  search = (_: Call): Answer => ({ json: this.fixtures.search });
  document = ({ body }: Call): Answer => this.#page(body);
  /** An answer refuses the trace; `undefined` in a stream breaks the connection. */
  trace = (_: Call): Answer | AsyncIterable<Event | undefined> | Iterable<Event | undefined> =>
    traceEvents(this.fixtures);

  /** False if the path is not of the API. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = request.url ?? "";
    if (!path.startsWith("/v1/")) return false;
    const chunks = await request.toArray();
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    const call = { path, body, authorization: request.headers.authorization };
    this.calls.push(call);
    const answer = this.#answer(call);
    if ("json" in answer) sendJson(response, answer);
    else await sendEvents(response, answer);
    return true;
  }

  /** Bodies of the calls to a path. */
  bodies(path: string): Json[] {
    return this.calls.filter((call) => call.path === path).map(({ body }) => body);
  }

  #answer(call: Call) {
    switch (call.path) {
      case "/v1/corpora":
        return this.corpora(call);
      case "/v1/trace:stream":
        return this.trace(call);
      case "/v1/search":
        return this.search(call);
      case "/v1/document":
        return this.document(call);
      default:
        return refusal(404, `no such path: ${call.path}`);
    }
  }

  /** A page of the first document, cut as the server does: never inside a character. */
  #page({ name, beginByte, pageSizeBytes }: Json): Answer {
    const { document } = this.fixtures.trace.documents[0];
    if (name.number !== document.name.number) return refusal(404, `no document ${name.number}`);
    const bytes = Buffer.from(this.fixtures.text);
    const begin = characterBegin(bytes, Number(beginByte));
    const end = characterBegin(bytes, Math.min(bytes.length, begin + pageSizeBytes));
    const text = bytes.subarray(begin, end).toString();
    return {
      json: {
        document,
        text,
        beginByte: String(begin),
        nextBeginByte: String(end),
        emailsRedacted: "0",
      },
    };
  }
}

function characterBegin(bytes: Buffer, at: number): number {
  let begin = at;
  while (begin > 0 && begin < bytes.length && (bytes[begin]! & 0xc0) === 0x80) --begin;
  return begin;
}

function sendJson(response: ServerResponse, { status = 200, headers = {}, json }: Answer): void {
  response.writeHead(status, { ...headers, "Content-Type": "application/json" });
  response.end(JSON.stringify(json));
}

async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<Event | undefined> | Iterable<Event | undefined>,
): Promise<void> {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  for await (const item of events) {
    if (response.destroyed) return;
    if (!item) {
      // What was written before must have arrived.
      await setTimeout(100);
      response.destroy();
      return;
    }
    const written = response.write(`event: ${item.event}\ndata: ${JSON.stringify(item.data)}\n\n`);
    if (!written) await once(response, "drain");
  }
  response.end();
}
