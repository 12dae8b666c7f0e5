/**
 * Decoders for the protobuf JSON mapping. Absent fields take the default of their type, unknown
 * ones are passed over, and 64-bit integers, which come as strings, become numbers: sizes and counts
 * stay below 2^53. A value of the wrong type is a DecodeError that names its place.
 */
export type Decoder<T> = (value: unknown, path: string) => T;

/** What a decoder gives. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

/** An answer that is not of the shape that the API promises. */
export class DecodeError extends Error {
  constructor(path: string, expected: string, got: unknown) {
    super(`${path}: expected ${expected}, got ${JSON.stringify(got)?.slice(0, 80)}`);
    this.name = "DecodeError";
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

export const string: Decoder<string> = (value, path) => {
  if (isAbsent(value)) return "";
  if (typeof value !== "string") throw new DecodeError(path, "a string", value);
  return value;
};

export const boolean: Decoder<boolean> = (value, path) => {
  if (isAbsent(value)) return false;
  if (typeof value !== "boolean") throw new DecodeError(path, "true or false", value);
  return value;
};

/** A double, or an integer of any size. */
export const number: Decoder<number> = (value, path) => {
  if (isAbsent(value)) return 0;
  const parsed = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof parsed !== "number" || Number.isNaN(parsed)) {
    throw new DecodeError(path, "a number", value);
  }
  return parsed;
};

export const optional =
  <T>(decode: Decoder<T>): Decoder<T | undefined> =>
  (value, path) =>
    isAbsent(value) ? undefined : decode(value, path);

export const list =
  <T>(decode: Decoder<T>): Decoder<T[]> =>
  (value, path) => {
    if (isAbsent(value)) return [];
    if (!Array.isArray(value)) throw new DecodeError(path, "a list", value);
    return value.map((item, i) => decode(item, `${path}[${i}]`));
  };

/** One of the named values; what a newer server may send besides is the first. */
export const oneOf =
  <const T extends readonly string[]>(names: T): Decoder<T[number]> =>
  (value) =>
    names.find((name) => name === value) ?? names[0]!;

export const message =
  <F extends Record<string, Decoder<unknown>>>(
    fields: F,
  ): Decoder<{ [K in keyof F]: Decoded<F[K]> }> =>
  (value, path) => {
    if (!isAbsent(value) && (typeof value !== "object" || Array.isArray(value))) {
      throw new DecodeError(path, "an object", value);
    }
    const object = (value ?? {}) as Record<string, unknown>;
    const decoded: Record<string, unknown> = {};
    for (const [name, decode] of Object.entries(fields)) {
      decoded[name] = decode(
        Object.hasOwn(object, name) ? object[name] : undefined,
        `${path}.${name}`,
      );
    }
    return decoded as { [K in keyof F]: Decoded<F[K]> };
  };
