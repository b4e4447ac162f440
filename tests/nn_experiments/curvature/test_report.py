import numpy as np
import pytest

from nn_experiments.curvature.lengths import lengths
from nn_experiments.curvature.report import curvature_report
from nn_experiments.network.model import Architecture
from tests.nn_experiments.small_landscape import landscape, whole_hessian


def test_the_report_tells_of_the_whole_hessian():
    place = landscape(training=True)
    found = curvature_report(place, 1, wanted=0.05, most=2000, steps=45)
    assert (found.normalisation, found.images) == ("training", 40)
    np.testing.assert_allclose(found.slope, place.gradient().norm(dim=1), rtol=1e-12)
    for replica in range(place.replicas):
        dense = whole_hessian(place, replica)
        d = lengths(place.parameters)[replica].numpy()
        scaled = np.log(np.linalg.norm(d[:, None] * dense * d))
        assert abs(found.log_scaled_norm.value[replica] - scaled) < 4 * found.log_scaled_norm.error[replica]
        assert abs(found.trace.value[replica] - np.trace(dense)) < 4 * found.trace.error[replica]
        np.testing.assert_allclose(found.eigenvalues.smallest[replica, 0], np.linalg.eigvalsh(dense)[0])


def test_a_seed_gives_one_report():
    one, same, other = (curvature_report(landscape(), seed, wanted=9.0, steps=9) for seed in (1, 1, 2))
    assert (one.log_norm.value == same.log_norm.value).all()
    assert (one.log_norm.value != other.log_norm.value).all()


@pytest.mark.parametrize(
    ("place", "mode"),
    [
        (landscape(), "evaluation"),
        (landscape(architecture=Architecture((4, 3, 3), normalised=False)), "none"),
    ],
    ids=["evaluation", "none"],
)
def test_the_mode_of_batch_normalisation_is_told(place, mode):
    assert curvature_report(place, 1, wanted=9.0, least=2, largest=1, steps=3).normalisation == mode
