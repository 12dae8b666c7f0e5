import { describe, expect, it } from "vitest";
import { boolean, list, message, number, oneOf, optional, string } from "../src/api/decode";

const shape = message({
  name: string,
  count: number,
  flag: boolean,
  share: optional(number),
  level: oneOf(["NONE", "HIGH"]),
  items: list(message({ at: number })),
});

describe("decoders", () => {
  it("give defaults for what is absent or null", () => {
    const empty = { name: "", count: 0, flag: false, share: undefined, level: "NONE", items: [] };
    expect(shape({}, "x")).toEqual(empty);
    expect(shape(undefined, "x")).toEqual(empty);
    expect(shape({ name: null, items: null }, "x")).toEqual(empty);
  });

  it("read 64-bit integers from strings, and numbers", () => {
    expect(shape({ count: "9007199254740991" }, "x").count).toBe(Number.MAX_SAFE_INTEGER);
    expect(shape({ count: 7, share: 0 }, "x")).toMatchObject({ count: 7, share: 0 });
  });

  it("pass over unknown fields and take unknown names for the first", () => {
    expect(shape({ later: 1, level: "HIGHER" }, "x")).toMatchObject({ level: "NONE" });
    expect(shape({ later: 1 }, "x")).not.toHaveProperty("later");
  });

  it("do not take inherited properties for fields", () => {
    expect(message({ toString: string })({}, "x")).toEqual({ toString: "" });
  });

  it.each([
    [{ name: 1 }, "x.name: expected a string, got 1"],
    [{ count: "many" }, 'x.count: expected a number, got "many"'],
    [{ count: "" }, 'x.count: expected a number, got ""'],
    [{ flag: "true" }, 'x.flag: expected true or false, got "true"'],
    [{ items: {} }, "x.items: expected a list, got {}"],
    [{ items: [{ at: 1 }, { at: [] }] }, "x.items[1].at: expected a number, got []"],
    [[], "x: expected an object, got []"],
  ])("name the place of what is wrong in %j", (value, error) => {
    expect(() => shape(value, "x")).toThrow(error);
  });
});
