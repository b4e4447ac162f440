from xml.etree import ElementTree as Xml

from ledger.report.drawing import svg
from ledger.report.slim import slim
from tests.ledger.sample_parts import curve

TICK = "fill: currentColor; stroke: currentColor; stroke-width: 0.6"
HEAD = '<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def slender(body):
    return slim(f"{HEAD}{body}</svg>", "key").partition(">")[2].removesuffix("</svg>")


def test_groups_that_say_nothing_and_what_cannot_be_seen_go():
    assert slender('<g><g><text x="1.23456">a</text></g><path d="M 0 0" style="fill: none"/></g>') == (
        '<text x="1.2">a</text>'
    )


def test_ticks_become_one_path_at_their_places():
    defs = f'<defs><path id="m" d="M 0 0 L 0 3.5" style="{TICK}"/></defs>'
    ticks = "".join(f'<g><use xlink:href="#m" x="{x}" y="7.0" style="{TICK}"/></g>' for x in (1, 2))
    assert slender(defs + ticks) == '<path class="tk" d="M1 7v3.5M2 7v3.5" />'


CIRCLE = "M 0 2 " + "C 1 2 3 4 5 6 " * 8 + "z"


def test_round_marks_become_one_path_of_dots_in_their_colour():
    look = "fill: var(--curve-0); stroke: var(--curve-0)"
    marks = "".join(f'<use xlink:href="#m" x="{x}" y="7" style="{look}"/>' for x in (1, 2))
    defs = f'<defs><path id="m" d="{CIRCLE}" style="stroke: var(--curve-0)"/></defs>'
    found = Xml.fromstring(
        slender(f'{defs}<g clip-path="url(#c)">{marks}</g><clipPath id="c"/>').join(("<svg>", "</svg>"))
    )
    dots, clip = found
    assert dots.attrib == {
        "class": "pt",
        "clip-path": "url(#key-0)",
        "d": "M1 7h0M2 7h0",
        "style": "stroke: var(--curve-0); stroke-width: 5",
    }
    assert clip.get("id") == "key-0"


def test_marks_of_another_shape_keep_it():
    text = slender('<defs><path id="m" d="M 0 0 L 1 1 z"/></defs><g class="x"><use xlink:href="#m"/></g>')
    assert text == '<defs><path id="key-0" d="M0 0l1 1z" /></defs><g class="x"><use href="#key-0" /></g>'


def test_curves_of_one_look_say_it_once_and_others_keep_theirs():
    looks = ("stroke: red", "stroke: red", "stroke: blue")
    text = slender("".join(f'<path d="M 0 0 L {k} 1" style="{look}"/>' for k, look in enumerate(looks, 1)))
    assert text == (
        '<g style="stroke: red"><path d="M0 0l1 1" /><path d="M0 0l2 1" /></g>'
        '<path d="M0 0l3 1" style="stroke: blue" />'
    )


def test_a_panel_is_small():
    xs = [float(n) for n in range(1, 60)]
    panel = {"title": "", "xlabel": "x", "ylabel": "y", "log": "xy", "curves": [curve("c", xs, xs)]}
    assert len(svg(panel, "key", "title", "description")) < 3800
