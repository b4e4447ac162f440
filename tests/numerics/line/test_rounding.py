"""The running error of an expression bounds what doubles make of it."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from derivations.parse import parse
from numerics.backends import compiled
from numerics.line.rounding import running_error
from numerics.line.spectrum import spectral_gap

W = sp.Symbol("w", real=True)
HALF_A_PLACE = np.finfo(float).eps / 2
CANCELLING = "352*w**6/3 - 8712*w**5/5 + 107789*w**4/10 - 711733*w**3/20 + 42343279*w**2/640 - 33629145*w/512"


@pytest.mark.parametrize(
    "expr",
    [
        sp.expand((W - 7) ** 5),
        W**3 / 3 - W,
        sp.exp(-(W**2)) * sp.sin(3 * W) / 7,
        sp.sqrt(1 + W**2) - W,
        (W**2 - 2) / (1 + W**4),
        sp.log(1 + W**2) ** 2 - sp.Rational(1, 3),
    ],
)
def test_doubles_err_by_no_more(expr):
    places = np.random.default_rng(1).uniform(-8, 8, 200)
    seen = compiled(expr, (W,), "numpy")(places)
    allowed = HALF_A_PLACE * compiled(running_error(expr), (W,), "numpy")(places)
    exact = [expr.subs(W, sp.Rational(Fraction(float(x)))).evalf(60) for x in places]
    errors = np.array(
        [abs(float(value - sp.Float(float(x), 60))) for value, x in zip(exact, seen, strict=True)]
    )
    assert (errors <= allowed).all()
    assert (errors > allowed / 1000).any()  # nor is it out of all proportion


def test_a_loss_whose_terms_cancel_has_a_wider_gap_that_holds_the_true_one():
    eta = sp.Rational(8960, 18909)
    loss = parse(CANCELLING)
    (w,) = loss.coords
    centre = sp.Rational(5, 2)
    moved = parse(str(sp.expand(loss.expr.subs(w, w + centre))).replace(" ", ""))
    far, near = spectral_gap(loss, eta), spectral_gap(moved, eta)
    assert far.low <= near.high
    assert near.low <= far.high
    assert far.high - far.low > 10 * (near.high - near.low)
