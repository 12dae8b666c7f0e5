import { describe, expect, it } from "vitest";
import { printable, printableLine } from "../src/text/printable";
import { safeUrl } from "../src/text/safe_url";

describe("safeUrl", () => {
  it.each([
    ["https://example.org/a?b#c", "https://example.org/a?b#c"],
    ["HTTP://EXAMPLE.org", "http://example.org/"],
    ["  https://example.org/ ", "https://example.org/"],
    ["https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"],
  ])("links %j", (url, href) => expect(safeUrl(url)).toBe(href));

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "https://good.example@evil.example/",
    "https://user:secret@example.org/",
    "//example.org/",
    "/relative",
    "example.org",
    "https://",
    "",
  ])("does not link %j", (url) => expect(safeUrl(url)).toBeUndefined());
});

describe("printable", () => {
  it("makes controls visible and keeps every index", () => {
    const text = "a\u0000b\u001bc\u007f\u0085\u202ed\u2066e\u2069";
    expect(printable(text)).toBe("a␀b␛c␡␦␦d␦e␦");
    expect(printable(text)).toHaveLength(text.length);
  });

  it("keeps line ends, tabs and what writing systems need", () => {
    const text = "a\n\tb \u200c\u200d\u200e\u200f\u061c 👩‍👩‍👧";
    expect(printable(text)).toBe(text);
  });

  it("of a line folds white space", () => {
    expect(printableLine("  a\r\n b\u2028c ")).toBe("a b c");
  });
});
