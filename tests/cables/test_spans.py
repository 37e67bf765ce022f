"""Summary, comment, note and action request: where each begins and ends."""

import pytest
from support import cable

from cable_tui.cables import Cable, SpanKind


def spanned(read: Cable, kind: SpanKind) -> list[str]:
    """The text of each span of a kind; several blocks are apart by a stroke."""
    found = []
    for span in read.spans:
        if span.kind is kind:
            pieces = [block.text for block in read.paragraphs[span.first : span.last + 1]]
            pieces[-1] = pieces[-1][: span.end]
            pieces[0] = pieces[0][span.start :]
            found.append(" | ".join(pieces))
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "¶1. (C) Summary: The cod go. End summary.\n\n¶2. (C) More.",
            "Summary: The cod go. End summary.",
            id="end-mark",
        ),
        pytest.param(
            "¶1. (C) SUMMARY: The cod go. END SUMMARY. They left.\n\n¶2. (C) More.",
            "SUMMARY: The cod go. END SUMMARY.",
            id="text-behind-the-end-mark",
        ),
        pytest.param("¶1. (C) Summary: The cod go.\n\n¶2. (C) More.", "Summary: The cod go.", id="no-end-mark"),
        pytest.param(
            "¶1. (C) Summary: The cod of the whole of the north go, as they do in every year of the talks. end\n"
            "summary.\n\n¶2. (C) More.",
            "Summary: The cod of the whole of the north go, as they do in every year of the talks. end summary.",
            id="end-mark-over-a-line-break",
        ),
        pytest.param(
            "¶1. (C) Summary: The cod.\n\n¶2. (C) The herring. End summary.\n\n¶3. (C) More.",
            "Summary: The cod. | The herring. End summary.",
            id="two-paragraphs",
        ),
        pytest.param(
            "¶1. (C) Summary: The cod.\n\n¶2. (C) Summary, continued: The herring. End summary.\n\n¶3. (C) More.",
            "Summary: The cod. | Summary, continued: The herring. End summary.",
            id="continued-with-an-end",
        ),
        pytest.param(
            "¶1. (C) Summary: The cod.\n\n¶2. (C) Summary, continued: The herring.\n\n¶3. (C) More.",
            "Summary: The cod. | Summary, continued: The herring.",
            id="continued-without-an-end",
        ),
        pytest.param(
            "¶1. (C) Summary: The cod.\n\n¶2. (C) Summary cont'd: The herring.\n\n¶3. (C) More.",
            "Summary: The cod. | Summary cont'd: The herring.",
            id="contd",
        ),
        pytest.param(
            "SUMMARY\n-------\n\n¶1. (C) The cod go.\n\n¶2. (C) The herring too.\n\nDETAILS\n-------\n\n¶3. (C) More.",
            "The cod go. | The herring too.",
            id="under-a-heading",
        ),
        pytest.param(
            "SUMMARY\n-------\n\n¶1. (C) The cod go. End summary.\n\n¶2. (C) More.",
            "The cod go. End summary.",
            id="under-a-heading-with-an-end",
        ),
        pytest.param(
            "Summary\n\n¶1. (C) The cod go.\n\nDetails\n\n¶2. (C) More.",
            "The cod go.",
            id="under-a-title-case-heading",
        ),
        pytest.param(
            "SUMMARY\n-------\n\n¶1. (C) The cod go.\n\n¶2. (C) More.", "The cod go.", id="heading-and-no-other"
        ),
        pytest.param(
            "¶1. (C) SUMMARY AND COMMENT: The cod go. END SUMMARY AND COMMENT.\n\n¶2. (C) More.",
            "SUMMARY AND COMMENT: The cod go. END SUMMARY AND COMMENT.",
            id="summary-and-comment",
        ),
        pytest.param(
            "¶1. (C) BEGIN SUMMARY. The cod go. END SUMMARY.\n\n¶2. (C) More.",
            "BEGIN SUMMARY. The cod go. END SUMMARY.",
            id="begin-summary",
        ),
        pytest.param(
            "¶1. (C) Executive Summary: The cod go. End of summary.\n\n¶2. (C) More.",
            "Executive Summary: The cod go. End of summary.",
            id="executive",
        ),
        pytest.param(
            "¶1. (C - ENTIRE TEXT).\n\n¶2. SUMMARY: THE COD GO. END SUMMARY.\n\n¶3. MORE.",
            "SUMMARY: THE COD GO. END SUMMARY.",
            id="second-paragraph",
        ),
        pytest.param(
            "¶1. Summary: (C) The cod go. End summary.\n\n¶2. (C) More.",
            "Summary: (C) The cod go. End summary.",
            id="marking-behind-the-word",
        ),
        pytest.param("¶1. (C) The minister gave a summary of it.\n\n¶2. (C) More.", None, id="word-in-a-sentence"),
        pytest.param("¶1. (C) The cod go.\n\n¶2. (C) More.", None, id="none"),
    ],
)
def test_the_summary(body: str, expected: str | None) -> None:
    read = cable(body)
    assert spanned(read, SpanKind.SUMMARY) == ([expected] if expected else [])
    assert read.summary == (expected or "").replace(" | ", "\n\n")


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        pytest.param(
            "¶1. (C) He left. Comment: The cod will not. End comment. He came back.",
            SpanKind.COMMENT,
            ["Comment: The cod will not. End comment."],
            id="comment",
        ),
        pytest.param(
            "¶1. (C) He left. (Comment: The cod will not. End comment.) He came back.",
            SpanKind.COMMENT,
            ["Comment: The cod will not. End comment."],
            id="comment-in-parentheses",
        ),
        pytest.param(
            "¶1. (C) He left.\n\n¶2. (C) Comment: The cod will not.",
            SpanKind.COMMENT,
            ["Comment: The cod will not."],
            id="comment-without-an-end",
        ),
        pytest.param(
            "¶1. (C) COMMENT: The cod will not.\n\n¶2. (C) Nor the herring. END COMMENT.",
            SpanKind.COMMENT,
            ["COMMENT: The cod will not. | Nor the herring. END COMMENT."],
            id="comment-over-two-paragraphs",
        ),
        pytest.param(
            "¶1. (C) He left. Comment. The cod will not. End\ncomment. He came back.",
            SpanKind.COMMENT,
            ["Comment. The cod will not. End comment."],
            id="comment-with-a-full-stop",
        ),
        pytest.param(
            "COMMENT\n-------\n\n¶1. (C) The cod will not. End comment.",
            SpanKind.COMMENT,
            ["The cod will not. End comment."],
            id="comment-under-a-heading",
        ),
        pytest.param(
            "¶1. (C) Comment: One. End comment. Two. Comment: Three. End comment.",
            SpanKind.COMMENT,
            ["Comment: One. End comment.", "Comment: Three. End comment."],
            id="two-comments",
        ),
        pytest.param(
            "¶1. (C) He left. BEGIN COMMENT: The cod will not. END COMMENT. He came back.",
            SpanKind.COMMENT,
            ["COMMENT: The cod will not. END COMMENT."],
            id="begin-comment",
        ),
        pytest.param("¶1. (C) He made no comment: he left.", SpanKind.COMMENT, [], id="comment-in-a-sentence"),
        pytest.param("¶1. (C) Comments: none.", SpanKind.COMMENT, [], id="another-word"),
        pytest.param(
            "¶1. (C) Ost (Note: The brother of Ana Ost. End note.) left.",
            SpanKind.NOTE,
            ["Note: The brother of Ana Ost. End note."],
            id="note-inline",
        ),
        pytest.param(
            "¶1. (C) He left. NOTE: The brother of Ana Ost. END NOTE. He came back.",
            SpanKind.NOTE,
            ["NOTE: The brother of Ana Ost. END NOTE."],
            id="note",
        ),
        pytest.param(
            "¶1. (C) He left. (Note: One. End note.) He came. (Note: Two. End note.)",
            SpanKind.NOTE,
            ["Note: One. End note.", "Note: Two. End note."],
            id="two-notes",
        ),
        pytest.param("¶1. (C) He sent a note: it was short.", SpanKind.NOTE, [], id="note-in-a-sentence"),
        pytest.param("¶1. (C) He sent José note: short.", SpanKind.NOTE, [], id="note-behind-a-letter-with-an-accent"),
        pytest.param(
            "¶1. (C) This is an action request. See para 4.",
            SpanKind.ACTION_REQUEST,
            ["This is an action request"],
            id="action-request",
        ),
        pytest.param(
            "¶1. (C) This is an action cable. See para 4.",
            SpanKind.ACTION_REQUEST,
            ["This is an action cable"],
            id="action-cable",
        ),
        pytest.param(
            "¶1. (C) The cod.\n\n¶2. (C) ACTION REQUEST: Washington is asked to agree.",
            SpanKind.ACTION_REQUEST,
            ["ACTION REQUEST"],
            id="action-request-label",
        ),
        pytest.param(
            "¶1. (C) The cod.\n\n¶2. (C) Action requested: Washington is asked to agree.",
            SpanKind.ACTION_REQUEST,
            ["Action requested"],
            id="action-requested",
        ),
        pytest.param("¶1. (C) The action was requested.", SpanKind.ACTION_REQUEST, [], id="action-in-a-sentence"),
    ],
)
def test_a_span(body: str, kind: SpanKind, expected: list[str]) -> None:
    assert spanned(cable(body), kind) == expected


def test_spans_are_in_reading_order() -> None:
    read = cable(
        "¶1. (C) Summary: The cod. (Note: All of them. End note.) This is an action request. End summary.\n\n"
        "¶2. (C) He left. Comment: Good. End comment."
    )
    kinds = [SpanKind.SUMMARY, SpanKind.NOTE, SpanKind.ACTION_REQUEST, SpanKind.COMMENT]
    assert [span.kind for span in read.spans] == kinds
    assert [(span.first, span.start) for span in read.spans] == sorted((span.first, span.start) for span in read.spans)


def test_every_span_lies_in_its_blocks() -> None:
    read = cable("¶1. (C) İ Summary: Straße. End summary.\n\n¶2. (C) The cod Ǆ. Comment: ﬁsh. End comment.")
    for span in read.spans:
        assert 0 <= span.start <= len(read.paragraphs[span.first].text)
        assert 0 <= span.end <= len(read.paragraphs[span.last].text)
    assert spanned(read, SpanKind.COMMENT) == ["Comment: ﬁsh. End comment."]
