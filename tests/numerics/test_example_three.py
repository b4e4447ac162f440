import math

import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import QUADRATIC
from numerics.example_three import plane_mass


def test_mass_of_a_round_bell():
    mass = plane_mass(Potential((x**2 + y**2) / 2, (x, y)), 4.0, (-6.0, 6.0, -6.0, 6.0), 100)
    assert float(mass.middle) == pytest.approx(math.pi / 2, rel=1e-12)


def test_plane_needs_two_coordinates():
    with pytest.raises(ValueError, match="two coordinates are wanted, not 1"):
        plane_mass(QUADRATIC, 1.0, (-1.0, 1.0, -1.0, 1.0), 10)
