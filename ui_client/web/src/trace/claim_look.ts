import type { Claim } from "../api/messages";

/** How much a claim lets a match prove. */
export interface ClaimLook {
  title: string;
  /** `caution`: a match proves nothing about the model's training. */
  tone: "strong" | "partial" | "caution";
}

/** docs/claims.md says when each kind applies. */
export function claimLook(kind: Claim["kind"]): ClaimLook {
  switch (kind) {
    case "CLAIM_KIND_TRAINING_DATA":
      return { title: "Training data", tone: "strong" };
    case "CLAIM_KIND_PART_OF_TRAINING_DATA":
      return { title: "Part of the training data", tone: "strong" };
    case "CLAIM_KIND_PARTLY_PUBLISHED":
      return { title: "Training data partly published", tone: "partial" };
    case "CLAIM_KIND_OVERLAP_ONLY":
      return { title: "Overlap only, no proof of training", tone: "caution" };
    default:
      return { title: "Unknown: no claim about training", tone: "caution" };
  }
}
