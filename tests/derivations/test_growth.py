import pytest

from derivations.growth import grows, is_bounded
from derivations.parse import parse


@pytest.mark.parametrize(
    "text",
    [
        "w**4 - 100*w**3",
        "(x**2-1)**2/4 + (y-x)**2/2",
        "(x**2-1)**2/4 + (y+x**2-1)**2/2",
        "x**2*y**2 + x**2 + y**2",
        "x**4 + y**4 - 1.9*x**2*y**2",
        "x**2 + y**2 + z**2 - 0.9*x*y - 0.9*y*z",
        "x**2/100 + y**2/100 - 5*cos(3*x)*sin(y) + tanh(x)**3",
        "(1-a*tanh(b))**2 + 0.01*(a**2 + b**2)",
        "exp(x**2 + x*y + y**2) - 7*exp(-x**2 - y**2)",
        "x**4/4 + y**2 + exp(x*y)",
        "cosh(x - y) + x**2 + y**4/10",
    ],
)
def test_growth_is_shown(text):
    loss = parse(text)
    assert grows(loss.expr, loss.coords)


@pytest.mark.parametrize(
    "text",
    [
        "w**3",
        "-w**2",
        "(x*y-1)**2",
        "x**4 + y**4 - 2*x**2*y**2",
        "x**4 + y**4 - 2.1*x**2*y**2",
        "x**2 + y**2 - 2*x*y",
        "(1-a*tanh(b))**2",
        "x**2 + y**2 - x**2*y**4",
        "x**2 + y**2 - 3*x*tanh(y)*x",
        "x**2 - exp(x)",
    ],
)
def test_what_does_not_grow_is_not_said_to(text):
    loss = parse(text)
    assert not grows(loss.expr, loss.coords)


def test_bounded_functions():
    for text, expected in (("sin(x)*tanh(y)**2", True), ("exp(-x**2-y**2)", True), ("x*tanh(y)", False)):
        loss = parse(text)
        assert is_bounded(loss.expr, loss.coords) is expected
