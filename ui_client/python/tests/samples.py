"""A trace, a search and a corpus as a server would send them, made by hand."""

from spanroot.v1 import corpus_pb2, document_pb2, trace_pb2, trace_service_pb2

TEXT = "Café talk: the tide was out, zyx <b>."
SPAN = "the tide was out"
SNIPPET = "“Every” child knew when the tide was out."


def document(**fields: object) -> document_pb2.Document:
    """A document with what is usual."""
    values = {
        "name": document_pb2.DocumentName(shard=1, number=17),
        "id": "shore",
        "source": "tales",
        "title": "The <shore>",
        "license": "CC0-1.0",
        "metadata_json": '{"keeper": "Ansel"}',
        "content_hash": 0x9F0C1E6A2B3D4C55,
        "size_bytes": 39,
    }
    return document_pb2.Document(**{**values, **fields})  # type: ignore[arg-type]


def snippet() -> document_pb2.Snippet:
    """The snippet with the span in it."""
    begin = SNIPPET.encode().index(SPAN.encode())
    match = document_pb2.SnippetMatch(
        begin_byte=begin, end_byte=begin + len(SPAN), index=0, identical=True
    )
    return document_pb2.Snippet(text=SNIPPET, at_begin=True, matches=[match])


def trace(text: str = TEXT, span: str = SPAN, model: str = "") -> trace_pb2.Trace:
    """A trace of a text with one span and one document of medium relevance."""
    begin = text.index(span)
    begin_byte = len(text[:begin].encode())
    return trace_pb2.Trace(
        text=text,
        spans=[
            trace_pb2.Span(
                range=trace_pb2.TextRange(
                    begin_byte=begin_byte,
                    end_byte=begin_byte + len(span.encode()),
                    begin_code_point=begin,
                    end_code_point=begin + len(span),
                ),
                first_word=2,
                words=4,
                occurrences=3,
                examined=3,
                log_probability=-21.5,
                documents=[0],
            )
        ],
        documents=[
            trace_pb2.TraceDocument(
                document=document(),
                level=trace_pb2.RELEVANCE_MEDIUM,
                relevance=0.5,
                matched_share=0.25,
                bm25_share=1.0,
                bm25=6.25,
                explained_words=4,
                spans=[0],
                snippets=[snippet()],
            )
        ],
        coverage=trace_pb2.Coverage(
            words=8,
            covered=[
                trace_pb2.CoveredWords(min_words=n, words=4 if n == 4 else 0)
                for n in (4, 8, 16, 32)
            ],
            longest_match_words=4,
            novelty=[trace_pb2.Novelty(n=7, share=0.5), trace_pb2.Novelty(n=8)],
        ),
        claim=trace_pb2.Claim(
            kind=trace_pb2.CLAIM_KIND_OVERLAP_ONLY,
            model=model,
            corpus="tales",
            statement="Nothing certain & no more.",
        ),
        statistics=trace_pb2.TraceStatistics(shards=1, spans_found=3, spans_kept=1),
    )


def trace_parts() -> list[trace_service_pb2.TraceStreamResponse]:
    """The same trace as a stream."""
    whole = trace()
    first = trace_pb2.Trace(
        text=whole.text, spans=whole.spans, coverage=whole.coverage, claim=whole.claim
    )
    first.spans[0].ClearField("documents")
    first.spans[0].ClearField("examined")
    return [
        trace_service_pb2.TraceStreamResponse(
            spans=trace_service_pb2.SpansPart(corpus="tales", fingerprint="f00d", trace=first)
        ),
        trace_service_pb2.TraceStreamResponse(
            documents=trace_service_pb2.DocumentsPart(documents=whole.documents)
        ),
        trace_service_pb2.TraceStreamResponse(
            done=trace_service_pb2.DonePart(statistics=whole.statistics, examined=[3])
        ),
    ]


def corpus() -> corpus_pb2.Corpus:
    """A corpus."""
    counts = corpus_pb2.Counts(documents=5, words=74, text_bytes=400)
    return corpus_pb2.Corpus(
        name="tales",
        profile=corpus_pb2.PROFILE_FOLDED,
        fingerprint="f00d",
        counts=counts,
        index_size_bytes=500,
        sources=[corpus_pb2.Part(name="tales", counts=counts)],
        input=corpus_pb2.InputReport(bad_records=1),
    )
