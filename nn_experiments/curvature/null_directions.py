"""A batch-normalised network has no loss along the lengths of its weights, and no minimum with a determinant.

`derivations.direction_loss` has this for any loss of a direction; here it is measured on the network of
Section 3, in training mode. With u the weights into a normalised layer, 0 elsewhere, L(w + tu) is constant:
∇L·u = 0, Hu = −∇L by these weights, u·Hu = 0. So where ∇L does not vanish by these weights H has an
eigenvalue below 0, and where it vanishes Hu = 0: H is nowhere positive definite, which Theorem 2.2 and (2.7)
ask for at minima.

Fixed before the run: five nets on the digits after ten epochs, 256 of their images, double precision; cosines
and logarithms count as 0 within 0.001, which the ε under the root needs; an eigenvalue counts as 0 within a
hundredth of the largest.

## Main statements
* `loss_of_a_network_is_flat_along_the_lengths_of_its_weights`.
* `printed_iterates_of_a_network_have_no_descending_curvature`: refuted.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from ledger.bound import Bound
from ledger.model import Check, Setting
from nn_experiments.findings.contrasts import LEVEL, related
from nn_experiments.noise.isotropy import GROUP
from numerics.bounds import empirical

EPOCH, IMAGES, LAST = 10, 256, 3
TOLERANCE, HUNDREDTH = Fraction("0.001"), Fraction("0.01")
WORDS = {
    "slope": "cosine of ∇L and W{}",
    "curvature": "cosine of H W{0} and W{0}",
    "image": "‖H W{0} + ∇L‖/‖H W{0}‖",
    "twice": "ln ‖H(2 W{0})‖/‖H(W{0})‖ + ln 4",
}


@lru_cache(maxsize=1)
def _lengths() -> Mapping[str, Bound]:
    from nn_experiments.curvature.digits_scales import along_the_lengths

    found = {layer: along_the_lengths(EPOCH, IMAGES, layer) for layer in range(LAST + 1)}
    return {
        WORDS[name].format(layer + 1): empirical(values, LEVEL, "nets")
        for layer, rows in found.items()
        for name, values in rows.items()
    }


def _flat(*layers: int) -> Mapping[str, str]:
    return {word.format(layer + 1): "same" for layer in layers for word in WORDS.values()}


REST = "softmax regressions at rest"


def _lowest(setting: Setting) -> Mapping[str, Bound]:
    """The lowest eigenvalue found, plus its bound, over the largest."""
    from nn_experiments.curvature.digits_scales import lowest_eigenvalues, lowest_eigenvalues_at_rest

    found = {
        f"{mode} mode": lowest_eigenvalues(EPOCH, IMAGES, setting.seed, training=mode == "training")
        for mode in ("training", "evaluation")
    }
    found[REST] = lowest_eigenvalues_at_rest(setting.seed)
    return {
        name: empirical(((e.smallest + e.smallest_bounds) / e.largest)[:, 0], LEVEL, "nets")
        for name, e in found.items()
    }


# --- Evidence ---------------------------------------------------------------------------------

loss_of_a_network_is_flat_along_the_lengths_of_its_weights = Check(
    tests=(
        r"For five batch-normalised nets and each hidden layer: the cosines of $\nabla L$ and of"
        r" $H\mathbf W_l$ with $\mathbf W_l$, $\|H\mathbf W_l+\nabla_lL\|/\|H\mathbf W_l\|$ and the scaling"
        r" of $H$ when $\mathbf W_l$ is doubled, against $0$, $0$, $0$ and $\frac14$."
    ),
    measure=_lengths,
    predict=lambda: _flat(*range(LAST)),
    compare=related(TOLERANCE, ""),
    wrong={"the last layer, which is not normalised, too": lambda: _flat(LAST)},
    of="corrected",
    group=GROUP,
)

printed_iterates_of_a_network_have_no_descending_curvature = Check(
    tests=(
        "The lowest eigenvalue that Lanczos' method finds, with its bound, over the largest, for the Hessians"
        " of five batch-normalised nets after ten epochs, against −1/100; the same for softmax regressions at"
        " their minimum."
    ),
    measure=_lowest,
    predict=lambda: {"training mode": "not less", "evaluation mode": "not less"},
    compare=related(HUNDREDTH, ""),
    wrong={"softmax regressions at rest have": lambda: {REST: "less"}},
    right={"softmax regressions at rest have none": lambda: {REST: "not less"}},
    of="beside",
    group=GROUP,
    uses_setting=True,
)
