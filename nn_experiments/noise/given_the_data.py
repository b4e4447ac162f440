"""Mean and variance (2.2) of the mini-batch gradients of a network, its data given.

In evaluation mode the loss is a mean over images, and over the choice of the batch ĝ has the mean ∇L and the
total variance tr Σ_N/M with replacement, (N − M)/(M(N − 1)) tr Σ_N without. In training mode, in which SGD
runs, the loss of a batch is that of a network whose normalisation depends on the batch: the mean of ĝ is not
the gradient of the loss of all images.

One net on the digits: as it was drawn, with 400 batches of each size out of 256 images, and after ten epochs,
with 2560 batches of 16 out of 1280; margins of a tenth, fixed before the first run. (Training gives the
gradients of single images heavy tails: that run, with the net of ten epochs in both checks and a quarter as
many batches in the second, left both open; with half as many one of twenty other seeds left the second open.)

## Main statements
* `gradients_of_a_network_vary_with_the_batch_as_said`.
* `printed_mean_of_normalised_gradients_is_the_gradient`: refuted at M = 16.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from ledger.bound import Bound
from ledger.compare import agree
from ledger.model import Check, Setting
from nn_experiments.findings.contrasts import related
from nn_experiments.noise.isotropy import GROUP
from numerics.bounds import converged, sampled
from numerics.coin_noise import each

IMAGES, BATCHES, SIZES = 256, 400, (16, 64, 128)
EPOCH, LATER, MEMBERS = 0, 10, 80
MARGIN = Fraction("0.1")
Law = Callable[[float, int], float]
Rows = Mapping[str, Bound]


def _rows(found: Callable[[int, bool], Bound]) -> Rows:
    return {
        f"{size} of {IMAGES}, {'with' if repeated else 'without'} replacement": found(size, repeated)
        for repeated in (True, False)
        for size in SIZES
    }


def _variances(setting: Setting) -> Rows:
    """E‖ĝ − ∇L‖² of batches that were drawn."""
    from nn_experiments.noise.digits_noise import squared_noises

    return _rows(
        lambda size, repeated: sampled(
            squared_noises(EPOCH, IMAGES, BATCHES, size, setting.seed, repeated=repeated)
        )
    )


def _law(repeated: Law, different: Law) -> Callable[[], Rows]:
    """Two formulas of (tr Σ_N, M), with and without replacement."""

    def value(size: int, again: bool) -> Bound:
        from nn_experiments.noise.digits_noise import trace_over_the_images

        law = repeated if again else different
        single, double = (law(trace_over_the_images(EPOCH, IMAGES, double=d), size) for d in (False, True))
        return converged(single, double, method="single and double precision")

    return lambda: _rows(value)


def _one_over_m(trace: float, size: int) -> float:
    return trace / size


def _of_subsets(trace: float, size: int) -> float:
    return trace / size * (IMAGES - size) / (IMAGES - 1)


def _distances(setting: Setting) -> Rows:
    """‖E ĝ − ∇L‖²/‖∇L‖²."""
    from nn_experiments.noise.digits_noise import relative_distances

    return {
        f"{mode}, M = 16": sampled(
            relative_distances(LATER, 16, MEMBERS, setting.seed, training=mode == TRAINING)
        )
        for mode in (TRAINING, EVALUATION)
    }


TRAINING, EVALUATION = "training mode", "evaluation mode"


# --- Evidence ---------------------------------------------------------------------------------

gradients_of_a_network_vary_with_the_batch_as_said = Check(
    tests=(
        r"$E\|\hat g-\nabla L\|^2$ over 400 batches of 256 digits for one net, batch normalisation in"
        r" evaluation mode, against $\mathrm{tr}\,\Sigma_N/M$ with and"
        r" $\frac{N-M}{M(N-1)}\mathrm{tr}\,\Sigma_N$ without replacement."
    ),
    measure=_variances,
    predict=_law(_one_over_m, _of_subsets),
    compare=each(agree(str(MARGIN))),
    wrong={
        "1/M for both": _law(_one_over_m, _one_over_m),
        "the factor (N − M)/(N − 1) for both": _law(_of_subsets, _of_subsets),
        "1/√M": _law(lambda t, m: t / m**0.5, lambda t, m: _of_subsets(t, m) * m**0.5),
        "1/M²": _law(lambda t, m: t / m**2, lambda t, m: _of_subsets(t, m) / m),
    },
    of="corrected",
    group=GROUP,
    uses_setting=True,
)

printed_mean_of_normalised_gradients_is_the_gradient = Check(
    tests=(
        r"$\|E\hat g-\nabla L\|^2/\|\nabla L\|^2$, without bias, over 2560 batches of 16 of 1280 digits for"
        " one net after ten epochs, batch normalisation in training mode, $L$ that of all images in one"
        " batch, against 0; the same in evaluation mode."
    ),
    measure=_distances,
    predict=lambda: {f"{TRAINING}, M = 16": "same"},
    compare=related(MARGIN, ""),
    wrong={"not in evaluation mode either": lambda: {f"{EVALUATION}, M = 16": "more"}},
    right={"it is in evaluation mode": lambda: {f"{EVALUATION}, M = 16": "same"}},
    group=GROUP,
    uses_setting=True,
)
