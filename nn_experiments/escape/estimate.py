"""How long does SGD stay in this minimum of a loss of the user's own, and how sure is that?

The process is dW = −∇L dt + √(2ε) dB, ε = γβ/(2M), t = Σ γ_k. The answer is the Eyring–Kramers formula at the
minimum below the start and the gate that a string to the target finds, and the list of its hypotheses that do
not hold. Where they leave the formula without sense, there is no number.

## Main definitions
* `escape_estimate`: the answer for a function of PyTorch.

## Implementation notes
The error bars are those of what was estimated: of places and determinants, and of β where it comes from some
of the samples. They do not bound the error of the formula, which is of the relative order ε, nor that of its
hypotheses; `nn_experiments.escape.remarks` says so to the reader.
"""

from collections.abc import Callable
from fractions import Fraction

from ledger.bound import Bound, exact
from nn_experiments.escape.answer import EscapeEstimate
from nn_experiments.escape.constant_noise import not_constant, vanishes
from nn_experiments.escape.flow import rest
from nn_experiments.escape.gate import SAME, Gate, gate_between
from nn_experiments.escape.law import law
from nn_experiments.escape.layout import Parameters
from nn_experiments.escape.noise_along import NoiseAlong, noise_along
from nn_experiments.escape.nondegenerate import not_a_gate, not_a_minimum, not_the_way
from nn_experiments.escape.question import Losses, Question, question
from nn_experiments.escape.search import Search
from nn_experiments.escape.small_noise import not_short, not_weak, stable
from nn_experiments.escape.stationary_point import StationaryPoint, stationary_point


def escape_estimate(
    loss: Losses,
    start: Parameters,
    target: Parameters,
    *,
    learning_rate: float | str | Fraction,
    batch_size: int,
    beta: float | str | Fraction | None = None,
    sample_losses: Losses | None = None,
    samples: int | None = None,
    images: int = 21,
    probes: int = 32,
    whole: bool | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> EscapeEstimate:
    """How long SGD stays in the minimum below `start` before it crosses to that below `target`.

    A number that is not allowed, a loss that cannot be used, ends that lead to one minimum, or a learning
    rate at which gradient descent does not stay at the minimum raise ValueError.

    Args:
        loss: parameters -> a scalar tensor, the loss over all the data, in the precision of the parameters.
        start: where the first minimum is looked for; a tensor, tensors by name, or a sequence of them.
        target: the same for the second.
        learning_rate: γ.
        batch_size: M.
        beta: the variance of one sample's gradient per coordinate (2.4), if it is known.
        sample_losses: in place of it, parameters -> the losses of all N samples, shape (N,).
        samples: N, for epochs; not needed with `sample_losses`.
        images: of the string.
        probes: random vectors for determinants of large Hessians.
        whole: compute whole Hessians? By default up to 2000 parameters.
        seed: of random vectors.
        progress: is told what is done.
    """
    asked = question(
        loss,
        start,
        target,
        learning_rate=learning_rate,
        batch_size=batch_size,
        beta=beta,
        sample_losses=sample_losses,
        samples=samples,
    )
    search = Search(images, probes, whole, seed, progress)
    here, there = _ends(asked, search)
    stable(asked.clock.learning_rate, here)
    broken = [
        reason
        for point, name in ((here, "the start"), (there, "the target"))
        for reason in not_a_minimum(asked.loss, point, name, asked.clock.samples)
    ]
    gate = None if broken else gate_between(asked.loss, here.at, there.at, search)
    return _answered(asked, here, there, gate, broken, progress)


def _ends(asked: Question, search: Search) -> tuple[StationaryPoint, StationaryPoint]:
    """The points below start and target.

    Raises:
        ValueError: if they are one.
    """
    search.progress("downhill from start and target")
    here, there = rest(asked.loss, asked.start), rest(asked.loss, asked.target)
    if float((here.at - there.at).norm()) <= SAME * float((asked.start - asked.target).norm()):
        raise ValueError("start and target lead down to the same minimum: two minima are wanted")
    return stationary_point(asked.loss, here, search), stationary_point(asked.loss, there, search)


def _answered(
    asked: Question,
    here: StationaryPoint,
    there: StationaryPoint,
    gate: Gate | None,
    broken: list[str],
    progress: Callable[[str], None],
) -> EscapeEstimate:
    """With the noise, and the formula where it has sense."""
    broken += [] if gate is None else not_a_gate(gate)
    noise, usable = None, not broken
    if asked.losses is not None:
        progress("gradients of single samples")
        noise = noise_along(asked.losses, asked.loss, here, gate if usable else None)
        broken += not_constant(noise, here)
    eps = _temperature(asked, noise, here)
    broken += not_short(asked.clock.learning_rate, here)
    found = None
    if usable and gate is not None and gate.point is not None:
        found = law(here, gate.point, eps)
        broken += not_the_way(gate)
        broken += not_weak(asked.loss, here, there, gate.point, found)
    return EscapeEstimate(asked, here, there, gate, noise, eps, found, tuple(broken))


def _temperature(asked: Question, noise: NoiseAlong | None, here: StationaryPoint) -> Bound | None:
    """ε; None if the noise vanishes at the minimum."""
    eps0 = exact(asked.clock.eps0)
    if asked.beta is not None:
        return eps0 * exact(asked.beta)
    assert noise is not None
    beta = noise.places[0].beta
    return eps0 * beta if beta.low > 0 and not vanishes(noise, here) else None
