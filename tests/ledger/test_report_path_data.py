import re

import pytest

from ledger.report.path_data import path_data

STEP = re.compile(r"[Mhvlqcz]|-?(?:\d+(?:\.\d)?|\.\d)")


@pytest.mark.parametrize(
    ("data", "short"),
    [
        ("M 1 2 \n L 3.004 -4.5 z", "M1 2l2-6.5z"),
        ("M 0.001 10.100 C 1 2 3 4 5 6", "M0 10.1c1-8.1 3-6.1 5-4.1"),
        ("M -0.5 -0.25 L 0 0.25 L 0.55 0.75", "M-.5-.2l.5.4.6.6"),
        ("M 1 1 L 2 1 L 2 3 L 2 3 L 1 1 z M 9 9", "M1 1h1v2l-1-2zM9 9"),
        ("M 5 5 L 5 5", "M5 5h0"),
        ("M 1 2 L 3 5 4 7", "M1 2l2 3 1 2"),
    ],
)
def test_path_data_is_short_and_the_same_path(data, short):
    assert path_data(data) == short


def test_errors_of_rounding_do_not_add_up():
    places = [(k * 0.149, 100 - k * 0.249) for k in range(1000)]
    tokens = STEP.findall(path_data("M" + "L".join(f" {x} {y} " for x, y in places)))
    assert "".join(tokens[:3]) == "M0100"
    numbers = [float(token) for token in tokens if not token.isalpha()]
    steps = list(zip(numbers[2::2], numbers[3::2], strict=True))
    assert abs(sum(x for x, _ in steps) - places[-1][0]) < 0.051
    assert abs(sum(y for _, y in steps) - places[-1][1] + 100) < 0.051


def test_a_command_that_matplotlib_does_not_write_is_refused():
    with pytest.raises(ValueError, match="path data with the command A; known are M, L, Q, C, z"):
        path_data("M 0 0 A 1 1 0 0 0 2 2")
