import { describe, expect, it } from "vitest";
import { errorOfEvent, errorOfResponse, explain } from "../src/api/api_error";

const NOW = Date.parse("2026-01-02T03:04:05Z");

const refused = (status: number, body: string, headers: Record<string, string> = {}) =>
  errorOfResponse(new Response(body, { status, statusText: "Oh no", headers }), NOW);

describe("errors of answers", () => {
  it("say what the server says, with the fields at fault", async () => {
    const fieldViolations = [{ field: "query.options.density", description: "expected 0 to 1" }];
    const error = await refused(
      400,
      JSON.stringify({
        code: 3,
        message: "bad density",
        details: [{ "@type": "x", fieldViolations }],
      }),
    );
    expect(error).toMatchObject({ message: "bad density", httpStatus: 400 });
    expect(error.violations).toEqual(fieldViolations);
  });

  it.each(["<html>502</html>", "", '{"message": 7}'])(
    "of another kind say the status: %j",
    async (body) => {
      expect((await refused(502, body)).message).toBe("HTTP 502 Oh no");
    },
  );

  it.each([
    ["12", NOW + 12_000],
    ["Fri, 02 Jan 2026 03:05:00 GMT", NOW + 55_000],
    ["soon", undefined],
  ])("say when to ask again: %s", async (header, at) => {
    expect((await refused(429, "{}", { "Retry-After": header })).retryAt).toBe(at);
  });

  it("ask for a token", async () => {
    expect((await refused(401, "{}")).needsToken).toBe(true);
    expect((await refused(429, "{}")).needsToken).toBe(false);
  });

  it("are explained, each in its own words", async () => {
    const statuses = [400, 401, 403, 404, 409, 413, 429, 500, 503, 504];
    const errors = await Promise.all(statuses.map((status) => refused(status, "{}")));
    const titles = [...errors, errorOfEvent("{}")].map((error) => explain(error).title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe("errors of streams", () => {
  it("keep the server's reason", () => {
    expect(errorOfEvent('{"code":14,"message":"shard lost"}')).toMatchObject({
      failure: "interrupted",
      message: "shard lost",
    });
    expect(errorOfEvent("?").message).not.toBe("");
  });
});
