import { useEffect, useRef } from "preact/hooks";
import type { Claim } from "../api/messages";
import { claimLook } from "../trace/claim_look";
import { ForeignText } from "./foreign";

const SIGNS = { strong: "✓", partial: "◑", caution: "⚠" };

/** What a match may be taken to prove, in the server's words. */
export function ClaimNote({ claim }: { claim: Claim }) {
  const { title, tone } = claimLook(claim.kind);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that began the trace may be gone; the claim is the first to be read.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <section class={`note claim ${tone}`} aria-labelledby="claim-title">
      <h2 id="claim-title" ref={heading} tabIndex={-1}>
        <span aria-hidden="true">{SIGNS[tone]}</span> {title}
      </h2>
      <p>
        <ForeignText text={claim.statement} />
      </p>
    </section>
  );
}
