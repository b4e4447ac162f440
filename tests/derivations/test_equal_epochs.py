import sympy as sp

from derivations.equal_epochs import START, TAIL, curvature_after, epoch_time, loss_after, noise_free_path
from derivations.symbols import N, t, w


def test_path_follows_the_gradient():
    path = noise_free_path()
    assert sp.simplify(path.diff(t) + TAIL.gradient[0].subs(w, path)) == 0
    assert sp.simplify(path.subs(t, 0) - START) == 0


def test_loss_and_curvature_of_the_tail_fall_like_one_over_time():
    later = sp.Integer(5)
    assert sp.simplify(loss_after(later).subs(START, 0) - sp.Rational(1, 6)) == 0
    assert sp.simplify(curvature_after(later).subs(START, 0) - sp.Rational(1, 6)) == 0


def test_one_epoch_of_full_batches_is_one_step():
    assert epoch_time(sp.Symbol("gamma"), N) == sp.Symbol("gamma")
