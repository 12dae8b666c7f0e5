import type { TraceDocument } from "../api/messages";
import type { Question } from "../state/question";
import { matchedRuns } from "../text/matched_runs";
import { percent, plural } from "../text/numbers";
import { printable, printableLine } from "../text/printable";
import { safeUrl } from "../text/safe_url";
import type { PartialTrace } from "../trace/assemble";
import { claimLook } from "../trace/claim_look";
import { highest, levelLook, levelOfRelevance, spanLevels, type Level } from "../trace/level";
import { cutSegments } from "../trace/segments";
import { coveredShare, describeCoverage, describeOmissions, describeWork } from "../trace/summary";
import { html, SafeHtml } from "./html_template";
import style from "./html_report.css?raw";

/** The trace as one page that needs nothing else and runs no script. */
export function traceToHtml(arrived: PartialTrace, question: Question): string {
  const { trace, corpus, fingerprint, complete } = arrived;
  const levels = spanLevels(trace, true);
  const claim = claimLook(trace.claim.kind);
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'"
      />
      <meta name="referrer" content="no-referrer" />
      <title>Trace in ${printableLine(corpus)}</title>
      <style>
        ${new SafeHtml(style)}
      </style>
      <h1>Trace in ${printableLine(corpus)}</h1>
      <p class="facts">
        Index
        ${fingerprint}${question.model && html` · model <bdi>${printableLine(question.model)}</bdi>`}
      </p>
      ${complete ? undefined : html`<p class="claim caution"><b>Incomplete.</b> The trace broke off; documents are missing.</p>`}
      <p class="claim ${claim.tone}"><b>${claim.title}.</b> ${printable(trace.claim.statement)}</p>
      ${
        question.prompt &&
        html`<h2>Prompt</h2>
          <p class="text" dir="auto">${printable(question.prompt)}</p>`
      }
      <h2>Text</h2>
      <p class="text" dir="auto">${segments(arrived, levels)}</p>
      <p class="facts">${legend(levels)}</p>
      <h2>Coverage and novelty</h2>
      <p>${describeCoverage(trace.coverage)}</p>
      <table>
        <tr>
          <th>Words in spans of at least</th>
          ${trace.coverage.covered.map((c) => html`<td>${c.minWords}</td>`)}
        </tr>
        <tr>
          <th>Share of the text</th>
          ${trace.coverage.covered.map((c) => html`<td>${percent(coveredShare(trace.coverage, c))}</td>`)}
        </tr>
      </table>
      <table>
        <tr>
          <th>n-grams of n words</th>
          ${trace.coverage.novelty.map(({ n }) => html`<td>${n}</td>`)}
        </tr>
        <tr>
          <th>Occur nowhere in the corpus</th>
          ${trace.coverage.novelty.map(({ share }) => html`<td>${share === undefined ? "–" : percent(share)}</td>`)}
        </tr>
      </table>
      <h2>Documents</h2>
      ${
        trace.documents.length === 0
          ? html`<p>None.</p>`
          : html`<ol>
              ${trace.documents.map(card)}
            </ol>`
      }
      <p class="facts">${[...describeOmissions(trace), describeWork(trace)].join(" ")}</p>
    </html> `.source;
}

function segments({ trace }: PartialTrace, levels: Level[]): SafeHtml[] {
  return cutSegments(trace.text, trace.spans).map((segment) => {
    const text = printable(trace.text.slice(segment.begin, segment.end));
    if (segment.spans.length === 0) return html`${text}`;
    const level = highest(segment.spans.map((span) => levels[span]!));
    const marks = segment.ending.map(
      (span) => html`<sup>${levelLook[levels[span]!].sign}${span + 1}</sup>`,
    );
    return html`<mark class="${level}">${text}</mark>${marks}`;
  });
}

const legend = (levels: Level[]): string =>
  [...new Set(levels)]
    .map((level) => `${levelLook[level].sign} ${levelLook[level].title}`)
    .join(" · ");

function card({ document, ...found }: TraceDocument): SafeHtml {
  const level = levelOfRelevance(found.level);
  const url = safeUrl(document.url);
  const facts = [document.source, document.date, document.license, document.language, document.id];
  return html`<li class="${level}">
    <h3><bdi>${printableLine(document.title || document.id)}</bdi></h3>
    <p class="facts">
      ${facts.filter(Boolean).map((fact) => html`<bdi>${printableLine(fact)}</bdi> · `)}${
        url
          ? html`<a rel="noopener noreferrer" href="${url}">${url}</a>`
          : html`<bdi>${printableLine(document.url)}</bdi>`
      }
    </p>
    <p>
      ${levelLook[level].sign} ${levelLook[level].title} (${found.relevance.toFixed(2)}): explains
      ${plural(found.explainedWords, "word")}, spans
      ${found.spans.map((span) => span + 1).join(", ")}
    </p>
    ${found.snippets.map(
      (snippet) =>
        html`<blockquote dir="auto">
          ${snippet.atBegin ? "" : "… "}${matchedRuns(snippet.text, snippet.matches).map(
            ({ text, match }) =>
              match ? html`<mark>${printable(text)}</mark>` : html`${printable(text)}`,
          )}${snippet.atEnd ? "" : " …"}
        </blockquote>`,
    )}
  </li>`;
}
