import { status as decodeStatus, type Status } from "./messages";

/** Why a request has no answer, or not all of it. */
export type Failure =
  /** The server could not be reached, or the connection broke before the answer began. */
  | "unreachable"
  /** The answer broke off. What came of it is good. */
  | "interrupted"
  /** The server answered something that is not of its API. */
  | "malformed"
  /** The server refused or failed; `httpStatus` and `status` say more. */
  | "refused";

export class ApiError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
    /** 0 if there is none. */
    readonly httpStatus = 0,
    readonly violations: { field: string; description: string }[] = [],
    /** When the server says it may be asked again, in milliseconds since 1970. */
    readonly retryAt?: number,
  ) {
    super(message);
    this.name = "ApiError";
  }

  get needsToken(): boolean {
    return this.httpStatus === 401 || this.httpStatus === 403;
  }
}

/** The error of an answer that is not 2xx. Its body is a google.rpc.Status, or a proxy's page. */
export async function errorOfResponse(response: Response, now = Date.now()): Promise<ApiError> {
  const fallback = `HTTP ${response.status} ${response.statusText}`.trim();
  const status = parseStatus(await response.text().catch(() => ""));
  return new ApiError(
    "refused",
    status?.message || fallback,
    response.status,
    status?.details.flatMap((detail) => detail.fieldViolations) ?? [],
    retryTime(response.headers.get("Retry-After"), now),
  );
}

/** The error of an `event: error` in a stream that had begun. */
export function errorOfEvent(data: string): ApiError {
  const status = parseStatus(data);
  return new ApiError("interrupted", status?.message || "The server gave no reason.");
}

function parseStatus(body: string): Status | undefined {
  try {
    return decodeStatus(JSON.parse(body), "error");
  } catch {
    return undefined;
  }
}

/** Retry-After holds seconds or a date. */
function retryTime(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const time = /^\d+$/.test(header) ? now + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}

/** What went wrong, and what can be done, in words for people. */
export function explain(error: ApiError): { title: string; advice: string } {
  switch (error.failure) {
    case "unreachable":
      return {
        title: "The server cannot be reached",
        advice: "Check that it runs and that you are online, then try again.",
      };
    case "interrupted":
      return {
        title: "The answer broke off",
        advice: "What had arrived stays; the rest is missing.",
      };
    case "malformed":
      return {
        title: "The server's answer cannot be understood",
        advice: "The page and the server may be of different versions: reload the page.",
      };
    case "refused":
      return explainStatus(error.httpStatus);
  }
}

function explainStatus(httpStatus: number): { title: string; advice: string } {
  switch (httpStatus) {
    case 400:
      return { title: "The server does not accept this request", advice: "" };
    case 401:
      return { title: "This server asks for a token", advice: "" };
    case 403:
      return { title: "This token does not allow that", advice: "" };
    case 404:
      return { title: "The server does not have that", advice: "" };
    case 409:
      return {
        title: "The corpus has been replaced since",
        advice: "Trace the text again to get documents of the new one.",
      };
    case 413:
      return { title: "The text is too long for this server", advice: "Trace it in parts." };
    case 429:
      return { title: "The server is busy", advice: "" };
    case 503:
      return { title: "The server is not ready", advice: "" };
    case 504:
      return { title: "The server took too long", advice: "A shorter text takes less time." };
    default:
      return { title: "The server failed", advice: "" };
  }
}
