"""Pictures cannot be judged by a machine, but what they must not do can."""

from fractions import Fraction
from itertools import combinations

import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w, x, y
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL, THREE_MINIMA
from numerics.answers.escape import escape
from numerics.answers.sgd_clock import SgdClock
from numerics.pictures.escape import figure_of_escape, picture_of_escape

CLOCK = SgdClock(Fraction(1, 10), 32, 50_000)


@pytest.fixture(scope="module")
def plane():
    return escape(SHEARED_DOUBLE_WELL, ("-1.2", -1), (1, 1), eta=10, radius="0.3")


@pytest.fixture(scope="module")
def line():
    return escape(DOUBLE_WELL, "-0.9", 1, eta=20)


def words(figure):
    """All texts that are to be read, with the boxes they fill."""
    figure.draw_without_rendering()
    texts = [t for axes in figure.axes for t in axes.texts if t.get_text()]
    return {t.get_text(): t.get_window_extent() for t in texts}


def assert_legible(figure):
    boxes = words(figure)
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not first.overlaps(second), (one, other)
    for box in boxes.values():
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1


@pytest.mark.parametrize("clock", [None, CLOCK])
def test_words_do_not_overlap_on_the_line(line, clock):
    assert_legible(figure_of_escape(line, clock))


def test_words_do_not_overlap_in_the_plane(plane):
    assert_legible(figure_of_escape(plane, CLOCK))


def test_long_formulas_and_reasons_are_wrapped():
    long = Potential(sp.expand(THREE_MINIMA.expr * (1 + w**2 / 10)))
    answer = escape(long, 0, sp.Rational(5, 2), eta=30)
    assert not answer.applies
    assert_legible(figure_of_escape(answer, CLOCK))


def test_start_target_gate_and_times_are_named(line):
    said = " ".join(words(figure_of_escape(line, CLOCK)))
    for word in (
        "start",
        "target",
        "gate",
        "minimum",
        "729.184",
        "enclosed",
        "7291.84 steps",
        "659.382",
        "applies",
    ):
        assert word in said


def test_noise_that_depends_on_the_place_is_drawn():
    answer = escape(DOUBLE_WELL, -1, 1, eps0="1/20", noise=1 + w**2 / 4)
    assert "β" in " ".join(words(figure_of_escape(answer)))


def test_noise_that_depends_on_the_place_in_the_plane_is_drawn():
    answer = escape(SHEARED_DOUBLE_WELL, (-1, -1), (1, 1), eps0="1/10", noise=1 + x**2 / 4, radius="0.3")
    figure = figure_of_escape(answer)
    assert_legible(figure)
    (cloud,) = figure.axes[1].images
    assert cloud.get_array().max() > 0


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png"])
def test_equal_answers_give_equal_bytes(tmp_path, line, suffix):
    files = [picture_of_escape(line, tmp_path / f"{name}.{suffix}") for name in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_picture_is_whole_or_absent(tmp_path, line, monkeypatch):
    file = tmp_path / "way.svg"
    file.write_text("old")
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        picture_of_escape(line, file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["way", "way.gif", "way.svg.txt"])
def test_other_kinds_of_files_are_refused(tmp_path, line, name):
    with pytest.raises(ValueError, match=r"the name of a picture ends in one of \.pdf, \.png, \.svg"):
        picture_of_escape(line, tmp_path / name)


def test_three_coordinates_cannot_be_drawn(tmp_path):
    z = sp.Symbol("z", real=True)
    potential = Potential((x**2 - 1) ** 2 / 4 + y**2 / 2 + z**2, (x, y, z))
    answer = escape(potential, (-1, 0, 0), (1, 0, 0), eta=40, radius="0.3")
    with pytest.raises(ValueError, match="a landscape of 3 coordinates cannot be drawn"):
        picture_of_escape(answer, tmp_path / "way.svg")
