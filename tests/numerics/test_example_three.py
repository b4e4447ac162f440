import pytest

from derivations.recovered_losses import THREE_VALLEYS, TWO_VALLEYS
from numerics.example_figures import THREE, TWO
from numerics.example_three import PAIR, TRIPLE
from numerics.terrain.terrain import terrain_of


@pytest.mark.parametrize(("loss", "places"), [(TWO_VALLEYS, PAIR), (THREE_VALLEYS, TRIPLE)])
def test_places_are_the_minima_at_height_zero(loss, places):
    minima = {tuple(float(c) for c in minimum.at) for minimum in loss.minima}
    assert minima == set(places.values())
    assert all(minimum.value == 0 for minimum in loss.minima)


@pytest.mark.parametrize(("loss", "cases"), [(TWO_VALLEYS, TWO), (THREE_VALLEYS, THREE)])
def test_figures_are_drawn_with_the_eigenvalues_of_the_losses(loss, cases):
    import numpy as np

    for at, values in cases.items():
        found = np.linalg.eigvalsh(terrain_of(loss).hessian(np.array([at]))[0])
        assert sorted(values) == pytest.approx(found)
