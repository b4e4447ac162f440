from xml.etree import ElementTree as Xml

import pytest

from ledger.report.drawing import svg
from ledger.report.slim import path_data, slim
from tests.ledger.sample_parts import curve

TICK = "fill: currentColor; stroke: currentColor; stroke-width: 0.6"
HEAD = '<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def slender(body):
    return slim(f"{HEAD}{body}</svg>", "key").partition(">")[2].removesuffix("</svg>")


@pytest.mark.parametrize(
    ("data", "short"),
    [
        ("M 1 2 \n L 3.004 -4.5 z", "M1 2L3-4.5z"),
        ("M 0.001 10.100 C 1 2 3 4 5 6", "M0 10.1C1 2 3 4 5 6"),
        ("M -0.5 -0.25 L 1 1", "M-0.5-0.25L1 1"),
        ("100", "100"),
        ("1200.50", "1200.5"),
    ],
)
def test_path_data_is_short_and_the_same_path(data, short):
    assert path_data(data) == short


def test_groups_that_say_nothing_and_what_cannot_be_seen_go():
    assert slender('<g><g><text x="1.23456">a</text></g><path d="M 0 0" style="fill: none"/></g>') == (
        '<text x="1.23">a</text>'
    )


def test_ticks_become_one_path_at_their_places():
    defs = f'<defs><path id="m" d="M 0 0 L 0 3.5" style="{TICK}"/></defs>'
    ticks = "".join(f'<g><use xlink:href="#m" x="{x}" y="7.0" style="{TICK}"/></g>' for x in (1, 2))
    assert slender(defs + ticks) == '<path class="tk" d="M1 7l0 3.5M2 7l0 3.5" />'


def test_the_marks_of_a_curve_say_their_style_once_and_keep_their_shape():
    defs = '<defs><path id="m" d="M 0 1 C 1 2 3 4 5 6 z" style="stroke: var(--curve-0)"/></defs>'
    marks = "".join(f'<use xlink:href="#m" x="{x}" y="7" style="fill: var(--curve-0)"/>' for x in (1, 2))
    found = Xml.fromstring(
        slender(f'<g clip-path="url(#c)">{defs}{marks}</g><clipPath id="c"/>').join(("<svg>", "</svg>"))
    )
    group, clip = found
    assert group.get("style") == "fill: var(--curve-0)"
    assert [use.attrib for use in group.iter("use")] == [
        {"href": "#key-0", "x": str(x), "y": "7"} for x in (1, 2)
    ]
    assert (group.get("clip-path"), clip.get("id")) == ("url(#key-1)", "key-1")


def test_marks_of_two_styles_keep_theirs():
    marks = "".join(f'<use xlink:href="#m" style="fill: {name}"/>' for name in ("red", "blue"))
    text = slender(f'<defs><circle id="m"/></defs><g clip-path="url(#m)">{marks}</g>')
    assert text.count("style=") == 2


def test_a_panel_is_small():
    xs = [float(n) for n in range(1, 60)]
    panel = {"title": "", "xlabel": "x", "ylabel": "y", "log": "xy", "curves": [curve("c", xs, xs)]}
    assert len(svg(panel, "key", "title", "description")) < 5000
