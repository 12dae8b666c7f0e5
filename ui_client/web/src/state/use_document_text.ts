import { getDocument } from "../api/client";
import type { Document } from "../api/messages";
import { byteMap } from "../text/offset_map";
import { useRequest, type RequestState } from "./use_request";

/** Neighbouring pages of a document's text. Ends are exclusive and in bytes. */
export interface TextWindow {
  text: string;
  begin: number;
  end: number;
}

export interface DocumentText extends RequestState<TextWindow> {
  /** Shows the text around a byte. */
  open: (byte: number) => void;
  earlier: () => void;
  later: () => void;
}

/** What a document is read from. */
export interface DocumentPlace {
  corpus: string;
  fingerprint: string;
  redactEmails: boolean;
}

const PAGE_BYTES = 48 << 10;
const BEFORE_BYTES = 12 << 10;

/** Reads a document page by page. */
export function useDocumentText(document: Document, place: DocumentPlace): DocumentText {
  const { run, ...state } = useRequest<TextWindow>();
  const current = state.value;

  const page = async (begin: number, bytes: number, signal: AbortSignal): Promise<TextWindow> => {
    const { name } = document;
    const request = { ...place, name, beginByte: String(begin), pageSizeBytes: bytes };
    const { text, beginByte, nextBeginByte } = await getDocument(request, signal);
    return { text, begin: beginByte, end: nextBeginByte };
  };

  return {
    ...state,
    open: (byte) => run((signal) => page(Math.max(0, byte - BEFORE_BYTES), PAGE_BYTES, signal)),
    earlier: () => {
      if (!current) return;
      const begin = Math.max(0, current.begin - PAGE_BYTES);
      run(async (signal) => joined(await page(begin, current.begin - begin + 4, signal), current));
    },
    later: () => {
      if (!current) return;
      run(async (signal) => joined(current, await page(current.end, PAGE_BYTES, signal)));
    },
  };
}

/** Two windows of which the first ends where the second begins, or a few bytes into it. */
export function joined(first: TextWindow, second: TextWindow): TextWindow {
  const kept = first.text.slice(0, byteMap(first.text)(second.begin - first.begin));
  return { text: kept + second.text, begin: first.begin, end: second.end };
}
