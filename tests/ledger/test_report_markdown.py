import re

import pytest
from markdown_it import MarkdownIt

from ledger.report.markdown import document, line, math, prose, words
from tests.ledger.sample_evidence import sample

PARSER = MarkdownIt("commonmark").enable("table")


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("a|b", r"$a\vert b$"),
        (r"\|x\|", r"$\Vert x\Vert$"),
        (r"a\\|b", r"$a\\\vert b$"),
        (r"\begin{array}{c|c}1&2\end{array}", r"$\begin{array}{cc}1&2\end{array}$"),
        ("a<b>c", r"$a\lt b\gt c$"),
        ("a\n b", "$a b$"),
    ],
)
def test_a_formula_survives_tables_and_tags(tex, expected):
    assert math(tex) == expected


def test_displayed_formulas_stand_alone_except_on_a_line():
    assert prose("so $$x$$ holds") == "so \n\n$$x$$\n\n holds"
    assert line("so $$x$$ holds") == "so $$x$$ holds"


def test_words_are_no_markup():
    hostile = "<script>*a*_b_`c`[d](e)|~#\n# f"
    rendered = PARSER.render(words(hostile))
    assert not re.search(r"<(?!/?p>)", rendered)


def test_the_document_has_every_claim_and_every_number():
    text = document(sample())
    for claim in sample()["claims"]:
        assert f"`{claim['id']}`" in text
    for fact in ("729.67069 ± 4·10⁻⁵", "no square root", "True instead", "Rests on `lemma-2.1`", "no teeth"):
        assert fact in text


def test_every_table_has_as_many_cells_in_every_row():
    widths: list[list[int]] = []
    for token in PARSER.parse(document(sample())):
        if token.type == "table_open":
            widths.append([])
        elif token.type == "tr_open":
            widths[-1].append(0)
        elif token.type in ("td_open", "th_open"):
            widths[-1][-1] += 1
    assert len(widths) >= 9
    assert all(len(set(rows)) == 1 for rows in widths)
    assert "| measured |" not in PARSER.render(document(sample()))


def test_the_title_is_the_only_heading_of_the_first_rank():
    headings = [t.tag for t in PARSER.parse(document(sample())) if t.type == "heading_open"]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_what_stands_beside_says_that_it_is_not_counted():
    evidence = sample()
    name = "numerics.line.escape:mean_escape_time_at_twenty"
    evidence["checks"][name]["evidence"]["of"] = "beside"
    assert document(evidence).count("**Beside, not counted: ") == 1
