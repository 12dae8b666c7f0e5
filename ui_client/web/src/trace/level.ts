import type { Relevance, Trace } from "../api/messages";

/**
 * How a span is shown: by the highest level of its documents; `pending` while documents may still
 * come, `none` if none came. In ascending order.
 */
export const LEVELS = ["pending", "none", "low", "medium", "high"] as const;
export type Level = (typeof LEVELS)[number];

export const levelLook: Record<Level, { sign: string; title: string }> = {
  high: { sign: "●", title: "High relevance" },
  medium: { sign: "◐", title: "Medium relevance" },
  low: { sign: "○", title: "Low relevance" },
  none: { sign: "·", title: "Found, no document shown" },
  pending: { sign: "…", title: "Found, documents are coming" },
};

export const highest = (levels: Level[]): Level =>
  LEVELS[Math.max(0, ...levels.map((level) => LEVELS.indexOf(level)))]!;

export function levelOfRelevance(relevance: Relevance): Level {
  if (relevance === "RELEVANCE_HIGH") return "high";
  return relevance === "RELEVANCE_MEDIUM" ? "medium" : "low";
}

/** By span. */
export function spanLevels(trace: Trace, complete: boolean): Level[] {
  return trace.spans.map((span) =>
    highest([
      complete ? "none" : "pending",
      ...span.documents.map((i) => levelOfRelevance(trace.documents[i]!.level)),
    ]),
  );
}
