import pytest

from ledger.report.prose import pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("words", [("words", "words")]),
        ("$x$", [("inline", "x")]),
        ("for $x$: $$y$$", [("words", "for "), ("inline", "x"), ("words", ": "), ("display", "y")]),
        (r"costs \$5 or $5$", [("words", "costs $5 or "), ("inline", "5")]),
        ("one $ alone", [("words", "one $ alone")]),
        (r"$\$$", [("inline", r"\$")]),
        ("a\nb\n\nc", [("words", "a b\n\nc")]),
        ("$x\ny$", [("inline", "x\ny")]),
    ],
)
def test_text_comes_apart_into_words_and_mathematics(text, expected):
    assert [(piece.kind, piece.content) for piece in pieces(text)] == expected
