import sympy as sp

from derivations.layers_sign import FIRST, INPUT, LABEL, SECOND, risk, sample_loss, summed_step
from derivations.symbols import gamma, lamda


def test_the_mean_of_the_samples_is_the_risk():
    penalty, spread = sp.Rational(1, 5), sp.Rational(7, 4)
    samples = [{INPUT: a, LABEL: a * (1 + b * spread)} for a in (-1, 1) for b in (-1, 1)]
    mean = sum(sample_loss(penalty).subs(sample) for sample in samples) / 4
    assert sp.expand(mean - risk(penalty).expr - spread**2 / 2) == 0


def test_the_minima_and_the_saddle_are_where_they_are_said_to_be():
    loss = risk(sp.Rational(1, 5))
    assert [p.at for p in loss.saddles] == [(0, 0)]
    assert {p.at[0] for p in loss.minima} == {2 / sp.sqrt(5), -2 / sp.sqrt(5)}


def test_the_diagonal_and_its_normal_are_kept():
    assert summed_step().subs(FIRST, -SECOND) == 0
    assert summed_step(-1).subs(FIRST, SECOND) == 0


def test_without_a_gradient_only_the_penalty_acts():
    quiet = {sp.Symbol(f"x{n}", real=True): 0 for n in range(2)}
    assert sp.simplify(summed_step().subs(quiet) - (1 - gamma * lamda) * (FIRST + SECOND)) == 0
