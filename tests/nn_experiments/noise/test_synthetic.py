import numpy as np
import pytest

from nn_experiments.noise.synthetic import anisotropies


@pytest.mark.parametrize(("spread_by", "exact"), [(1, 0.0), (3, 0.25), (9, 0.64)])
def test_the_planted_anisotropy_is_found(spread_by, exact):
    found = anisotropies(100, 4, 1, spread_by=spread_by)
    assert found.shape == (4,)
    np.testing.assert_allclose(found, exact, atol=0.15)
