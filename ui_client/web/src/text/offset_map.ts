/**
 * Turns offsets of the API into indices of JavaScript strings, which count UTF-16 code units. An
 * offset inside a character means its begin, one behind the text its end.
 */
export type OffsetMap = (offset: number) => number;

/** Bytes of a code point in UTF-8. */
const utf8Length = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

export const codePointMap = (text: string): OffsetMap => offsetMap(text, () => 1);

export const byteMap = (text: string): OffsetMap => offsetMap(text, utf8Length);

function offsetMap(text: string, length: (codePoint: number) => number): OffsetMap {
  // By offset; a UTF-16 code unit is at most 3 bytes.
  const indices = new Uint32Array(text.length * 3 + 1);
  let offset = 0;
  let index = 0;
  for (const character of text) {
    const end = offset + length(character.codePointAt(0)!);
    indices.fill(index, offset, end);
    offset = end;
    index += character.length;
  }
  const end = offset;
  return (at) => (at >= end ? text.length : indices[Math.max(0, at)]!);
}
