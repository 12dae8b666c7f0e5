import { EMPTY_QUESTION, type Question } from "./question";

const VERSION = "q1.";
/** Of a link's question when unpacked, in bytes. A longer one is not opened. */
const MAX_BYTES = 4 << 20;

/**
 * The fragment of a link, which browsers do not send to servers: JSON of what differs from the
 * empty question, deflated, in base64url.
 */
export async function encodeQuestion(question: Question): Promise<string> {
  const set = Object.entries(question).filter(
    ([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(EMPTY_QUESTION[name as keyof Question]),
  );
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(set)));
  const deflated = await collect(through(bytes, new CompressionStream("deflate-raw")), MAX_BYTES);
  const binary = Array.from(deflated, (byte) => String.fromCharCode(byte)).join("");
  return VERSION + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The question of a fragment (without its "#"); undefined if it is none, or a damaged one. */
export async function decodeQuestion(fragment: string): Promise<Question | undefined> {
  if (!fragment.startsWith(VERSION)) return undefined;
  try {
    const base64 = fragment.slice(VERSION.length).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const inflated = await collect(
      through(bytes, new DecompressionStream("deflate-raw")),
      MAX_BYTES,
    );
    return checked(JSON.parse(new TextDecoder().decode(inflated)));
  } catch {
    return undefined;
  }
}

/** A link may come from anyone: fields of the wrong type are as if not there. */
function checked(value: unknown): Question {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const string = (name: string) => (typeof given[name] === "string" ? given[name] : "");
  const number = (name: "density" | "minWords", low: number, high: number) => {
    const got = given[name];
    return typeof got === "number" && got >= low && got <= high ? got : EMPTY_QUESTION[name];
  };
  const sources = Array.isArray(given.sources) ? given.sources : [];
  return {
    text: string("text"),
    prompt: string("prompt"),
    corpus: string("corpus"),
    model: string("model"),
    density: number("density", 0, 1),
    minWords: Math.round(number("minWords", 1, 1000)),
    sources: sources.filter((source) => typeof source === "string"),
    redactEmails: given.redactEmails === true,
  };
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(transform);
}

async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new RangeError(`more than ${limit} bytes`);
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
