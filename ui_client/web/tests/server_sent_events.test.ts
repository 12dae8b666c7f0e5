import { describe, expect, it } from "vitest";
import { readEvents, type ServerSentEvent } from "../src/api/server_sent_events";
import { streamOf } from "./support";

/** Reads a stream that comes in chunks of `size` bytes. */
async function read(text: string, size = 1 << 20): Promise<ServerSentEvent[]> {
  const bytes = new TextEncoder().encode(text);
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += size) chunks.push(bytes.subarray(i, i + size));
  const events = [];
  for await (const event of readEvents(streamOf(chunks))) events.push(event);
  return events;
}

describe("readEvents", () => {
  it("reads events with names and data", async () => {
    expect(await read('event: spans\ndata: {"a":1}\n\ndata:bare\n\n')).toEqual([
      { event: "spans", data: '{"a":1}' },
      { event: "message", data: "bare" },
    ]);
  });

  it.each(["\n", "\r\n", "\r"])("takes %j as line end", async (end) => {
    const text = ["event: done", "data: one", "data: two", "", ""].join(end);
    expect(await read(text)).toEqual([{ event: "done", data: "one\ntwo" }]);
  });

  it("passes over comments, other fields and events without data", async () => {
    expect(await read(": ping\n\nid: 7\nretry: 9\nevent: spans\n\ndata: x\n\n")).toEqual([
      { event: "message", data: "x" },
    ]);
  });

  it("takes one space only from the value", async () => {
    expect(await read("data:  x \n\n")).toEqual([{ event: "message", data: " x " }]);
  });

  it("passes over a byte order mark", async () => {
    expect(await read("\ufeffdata: x\n\n")).toEqual([{ event: "message", data: "x" }]);
  });

  it("does not mind where chunks end", async () => {
    const text =
      "event: spans\r\ndata: 🏛️ Liberté 自由\r\ndata: more\r\n\r\nevent: done\r\ndata: 1\r\n\r\n";
    const whole = await read(text);
    expect(whole).toHaveLength(2);
    for (let size = 1; size < 12; ++size) expect(await read(text, size)).toEqual(whole);
  });

  it("drops an event that the end of the stream cuts off", async () => {
    expect(await read("data: whole\n\ndata: cut\n")).toEqual([{ event: "message", data: "whole" }]);
  });

  it("ends the stream when the reader stops reading", async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode("data: x\n\n")),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of readEvents(stream)) break;
    expect(cancelled).toBe(true);
  });
});
