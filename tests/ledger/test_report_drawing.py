import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from ledger.report.drawing import legend, svg
from ledger.report.slim import slim
from tests.ledger.sample_checks import escape_figure
from tests.ledger.sample_parts import curve


def panel(**changes):
    base = {
        "title": "",
        "xlabel": "x",
        "ylabel": "y",
        "log": "",
        "curves": [curve("c", [1.0, 2.0], [3.0, 4.0])],
    }
    return base | changes


def drawn(**changes):
    return svg(panel(**changes), "key", "title", "description")


def test_the_same_panel_gives_the_same_bytes():
    assert drawn() == drawn()


def test_the_picture_is_named_and_described():
    tree = Xml.fromstring(svg(panel(), "key", "a < b", "c & d"))
    space = "{http://www.w3.org/2000/svg}"
    assert tree.get("role") == "img"
    assert (tree.find(f"{space}title").text, tree.find(f"{space}desc").text) == ("a < b", "c & d")


def test_ink_is_the_colour_of_the_text_and_curves_take_theirs_from_the_style_sheet():
    picture = drawn(curves=[curve("a", [1.0, 2.0], [3.0, 4.0]), curve("b", [1.0, 2.0], [4.0, 3.0])])
    assert {"var(--curve-0)", "var(--curve-1)"} <= set(re.findall(r"var\([^)]*\)", picture))
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb", picture)
    classes = set(re.findall(r'class="(\w+)"', picture))
    assert {"gl", "sp", "tk", "tx", "ty", "pt"} <= classes
    style = (Path(slim.__code__.co_filename).parent / "assets" / "page.css").read_text(encoding="utf-8")
    assert {name for name in classes if f".{name} " not in style and f".{name}," not in style} == set()


def test_ids_are_those_of_the_panel():
    found = re.findall(r'\bid="([^"]*)"', drawn())
    assert len(set(found)) == len(found)
    assert all(name.startswith("key-") for name in found)
    targets = re.findall(r'(?:href="#|url\(#)([^")]*)', drawn())
    assert set(targets) <= set(found)


@pytest.mark.parametrize(
    "label", [r"$\frac{$", "$", r"$\undefined{x}$", "</svg><script>alert(1)</script>", "漢字"]
)
def test_any_label_can_be_drawn_and_none_is_markup(label):
    picture = drawn(xlabel=label, ylabel=label, title=label)
    Xml.fromstring(picture)
    assert "<script" not in picture


@pytest.mark.parametrize("log", ["x", "y", "xy"])
def test_a_logarithmic_axis_takes_what_is_not_positive(log):
    assert drawn(log=log, curves=[curve("c", [-1.0, 0.0], [0.0, -1.0])]).startswith("<svg")


def test_an_empty_panel_is_drawn():
    assert drawn(curves=[]).startswith("<svg")


def test_the_legend_names_every_label_once_with_a_look_of_its_own():
    looks = legend(escape_figure()["panels"][1])
    assert [(look.label, look.colour, look.faint) for look in looks] == [
        ("replicas", 0, True),
        ("mean", 1, False),
    ]
    assert looks[0].dashes != looks[1].dashes


def test_contours_are_drawn_behind_the_curves_in_the_ink_of_the_axes():
    contours = {
        "x": [0.0, 1.0, 2.0],
        "y": [0.0, 1.0],
        "heights": [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]],
        "levels": [1.5, 2.5],
    }
    plain, lined = drawn(), drawn(contours=contours)
    assert lined.count("<path") > plain.count("<path")
    assert not re.search(r"#[0-9a-f]{6}\b", lined)


def test_a_single_point_is_a_point_in_the_legend():
    curves = [curve("place", [1.0], [3.0]), curve("line", [1.0, 2.0], [3.0, 4.0])]
    assert [look.point for look in legend(panel(curves=curves))] == [True, False]


def test_faint_curves_without_a_label_have_the_colours_of_those_that_they_stand_for():
    ways = [("a", False), ("b", False), ("", True), ("", True), ("one", True)]
    curves = [curve(label, [1.0, 2.0], [3.0, 4.0], faint=faint) for label, faint in ways]
    inks = re.findall(r"stroke: var\(--curve-(\d)\); stroke-opacity", drawn(curves=curves))
    assert inks == ["0", "1", "2"]
    fewer = re.findall(r"stroke: var\(--curve-(\d)\); stroke-opacity", drawn(curves=curves[1:]))
    assert fewer == ["1", "2", "3"]
