import { describe, expect, it } from "vitest";
import { byteMap, codePointMap } from "../src/text/offset_map";

const TEXTS = ["", "plain", "Liberté — 自由", "🏛️ a👩‍👩‍👧b", "e\u0301 \ud800 lone", "🙂"];

describe("offset maps", () => {
  it.each(TEXTS)("agree with the encoder on %j", (text) => {
    const ofByte = byteMap(text);
    const ofCodePoint = codePointMap(text);
    let index = 0;
    let codePoints = 0;
    for (const character of text) {
      const bytes = new TextEncoder().encode(text.slice(0, index)).length;
      expect(ofByte(bytes)).toBe(index);
      expect(ofCodePoint(codePoints)).toBe(index);
      index += character.length;
      ++codePoints;
    }
    expect(ofByte(new TextEncoder().encode(text).length)).toBe(text.length);
    expect(ofCodePoint(codePoints)).toBe(text.length);
  });

  it("take an offset inside a character for its begin", () => {
    const ofByte = byteMap("a🙂b");
    expect([0, 1, 2, 3, 4, 5, 6].map(ofByte)).toEqual([0, 1, 1, 1, 1, 3, 4]);
  });

  it("take offsets outside of the text for its ends", () => {
    expect(byteMap("ab")(99)).toBe(2);
    expect(byteMap("ab")(-1)).toBe(0);
    expect(codePointMap("🙂")(2)).toBe(2);
  });
});
