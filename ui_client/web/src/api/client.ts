import { ApiError, errorOfEvent, errorOfResponse } from "./api_error";
import { DecodeError, type Decoder } from "./decode";
import * as messages from "./messages";
import { readEvents } from "./server_sent_events";
import { readToken } from "../state/token";

/** All functions throw ApiError, and DOMException "AbortError" when their signal says so. */
export async function listCorpora(signal: AbortSignal): Promise<messages.Corpus[]> {
  const response = await send("GET", "/v1/corpora", undefined, signal);
  return (await decodeBody(response, messages.listCorporaResponse)).corpora;
}

export async function search(
  request: messages.SearchRequest,
  signal: AbortSignal,
): Promise<messages.SearchResponse> {
  return decodeBody(await send("POST", "/v1/search", request, signal), messages.searchResponse);
}

export async function getDocument(
  request: messages.GetDocumentRequest,
  signal: AbortSignal,
): Promise<messages.DocumentPage> {
  return decodeBody(
    await send("POST", "/v1/document", request, signal),
    messages.getDocumentResponse,
  );
}

/** The parts of a trace as they come; ends after the one that says `done`. */
export async function* traceStream(
  request: messages.TraceRequest,
  signal: AbortSignal,
): AsyncGenerator<messages.TraceStreamResponse> {
  const response = await send("POST", "/v1/trace:stream", request, signal);
  if (!response.body) throw new ApiError("malformed", "The answer has no body.");
  try {
    for await (const { event, data } of readEvents(response.body)) {
      if (event === "error") throw errorOfEvent(data);
      const part = decodeJson(data, messages.traceStreamResponse, event);
      yield part;
      if (part.done) return;
    }
  } catch (error) {
    if (error instanceof ApiError || signal.aborted) throw error;
    throw new ApiError("interrupted", "The connection broke.");
  }
  throw new ApiError("interrupted", "The stream ended before the trace did.");
}

async function send(
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Response> {
  const headers = new Headers();
  if (body !== undefined) headers.set("Content-Type", "application/json");
  const token = readToken();
  if (token) headers.set("Authorization", `Bearer ${token}`);
  let response: Response;
  try {
    const payload = body === undefined ? null : JSON.stringify(body);
    response = await fetch(path, { method, headers, body: payload, signal, cache: "no-store" });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError("unreachable", error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw await errorOfResponse(response);
  return response;
}

async function decodeBody<T>(response: Response, decode: Decoder<T>): Promise<T> {
  let body: string;
  try {
    body = await response.text();
  } catch {
    throw new ApiError("unreachable", "The connection broke.");
  }
  return decodeJson(body, decode, "answer");
}

function decodeJson<T>(json: string, decode: Decoder<T>, what: string): T {
  try {
    return decode(JSON.parse(json), what);
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof SyntaxError)) throw error;
    throw new ApiError("malformed", error.message);
  }
}
