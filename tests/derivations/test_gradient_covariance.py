import pytest
import sympy as sp

from derivations.gradient_covariance import POPULATION, gradient_covariance, softmax_gradient


@pytest.mark.parametrize(("x", "y"), POPULATION)
def test_gradient_sums_to_zero_over_the_classes(x, y):
    gradient = softmax_gradient(x, y)
    assert sum(gradient[0::2]) == 0
    assert sum(gradient[1::2]) == 0


def test_gradient_is_that_of_the_loss():
    logits = sp.symbols("a_0:3", real=True)
    loss = -sp.log(sp.exp(logits[2]) / sum(map(sp.exp, logits)))
    at = dict(zip(logits, map(sp.log, (1 * 2, 3 * 1, 2 * 5)), strict=True))
    biases = [sp.simplify(sp.diff(loss, logit).subs(at)) for logit in logits]
    assert biases == softmax_gradient(1, 2)[1::2]


def test_covariance_of_two_opposite_gradients():
    assert gradient_covariance([sp.Matrix([1, 0]), sp.Matrix([-1, 0])]) == sp.diag(1, 0)


def test_covariance_of_nothing_is_refused():
    with pytest.raises(ValueError, match="gradients is empty"):
        gradient_covariance([])
