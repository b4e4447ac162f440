import pytest

from derivations.parse import parse
from derivations.recovered_losses import TWO_VALLEYS
from derivations.zoo import DOUBLE_WELL, QUADRATIC, THREE_MINIMA
from numerics.answers.stationary import stationary
from numerics.pictures.stationary import picture_of_wells

QUESTIONS = {
    "three wells": (THREE_MINIMA, {"eta": 20, "radius": "1/10"}),
    "one well": (QUADRATIC, {"eta": 20}),
    "noise": (DOUBLE_WELL, {"eps0": "1/20", "noise": 1 + DOUBLE_WELL.coords[0] ** 2}),
    "plane": (TWO_VALLEYS, {"eta": 20, "radius": "1/10"}),
    "one well in the plane": (parse("x**2 + 3*y**2"), {"eta": 20}),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_can_be_drawn(question, tmp_path):
    loss, asked = QUESTIONS[question]
    file = picture_of_wells(stationary(loss, **asked), tmp_path / "wells.svg")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<?xml")
    assert len(text) > 5000


def test_the_same_answer_gives_the_same_bytes(tmp_path):
    answer = stationary(THREE_MINIMA, eta=20)
    first, second = (picture_of_wells(answer, tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert first == second


def test_unknown_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"the name of a picture ends in one of \.pdf, \.png, \.svg"):
        picture_of_wells(stationary(QUADRATIC, eta=1), tmp_path / "a.gif")
