"""Are the nets at the end of the record minima? The lowest eigenvalue of their Hessians.

At a minimum no eigenvalue is negative. The rule is that of `nn_experiments.curvature.null_directions`, fixed
before anything was measured: an eigenvalue counts as 0 within a hundredth of the largest. Lanczos' method
finds a number within a bound of an eigenvalue; the bound is added, so that what is called negative is.

That is necessary at a minimum and not sufficient, and cannot make an iterate one: the check stands beside
that of the gradient, `nn_experiments.findings.minima`. (It was to decide with it, and was moved after it had
been seen that the lowest eigenvalues are negative, but around the hundredth that counts as 0.)

## Main statements
* `printed_iterates_have_no_descending_curvature_on_mnist`.
"""

from collections.abc import Mapping

from ledger.bound import Bound
from ledger.model import DEFAULT_SEED, Check
from nn_experiments.curvature.kept import EVALUATION, TRAINING, Curvatures
from nn_experiments.curvature.null_directions import HUNDREDTH, REST
from nn_experiments.findings.contrasts import LEVEL, related
from nn_experiments.findings.the_record import MNIST, READING, kept_curvature
from nn_experiments.training.curves import Floats
from nn_experiments.training.protocol import COLD, HOT, TWIN, Arm
from numerics.bounds import empirical

PAIRS = (COLD, HOT, TWIN)
MODES = (EVALUATION, TRAINING)


def lowest(found: Curvatures, arm: Arm, mode: str) -> Floats:
    """The lowest eigenvalue found, plus its bound, over the largest, by replica."""
    smallest, bounds, largest = (
        found.values(arm.label, mode, name)[:, 0] for name in ("smallest", "smallest_bounds", "largest")
    )
    return (smallest + bounds) / largest


def lowest_at_the_end(found: Curvatures) -> Mapping[str, Bound]:
    """Means over the nets of each pair in both modes; and over softmax regressions at their minimum."""
    from nn_experiments.curvature.digits_scales import lowest_eigenvalues_at_rest

    rest = lowest_eigenvalues_at_rest(DEFAULT_SEED)
    return {
        **{_name(a, m): empirical(lowest(found, a, m), LEVEL, "nets") for a in PAIRS for m in MODES},
        REST: empirical(((rest.smallest + rest.smallest_bounds) / rest.largest)[:, 0], LEVEL, "nets"),
    }


def _name(arm: Arm, mode: str) -> str:
    return f"{arm.label}, {mode} mode"


# --- Evidence ---------------------------------------------------------------------------------

printed_iterates_have_no_descending_curvature_on_mnist = Check(
    tests=(
        "On all of MNIST, ten nets of each pair after 200 epochs: the lowest eigenvalue of the Hessian that"
        " Lanczos' method finds, with its bound, over the largest, against −1/100; the same for softmax"
        " regressions at their minimum."
    ),
    measure=lambda: lowest_at_the_end(kept_curvature(MNIST)),
    predict=lambda: {_name(arm, mode): "not less" for arm in PAIRS for mode in MODES},
    compare=related(HUNDREDTH, ""),
    wrong={"softmax regressions at rest have": lambda: {REST: "less"}},
    right={"softmax regressions at rest have none": lambda: {REST: "not less"}},
    of="beside",
    limit=READING,
    group="gradient noise",
)
