import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import SHEARED_DOUBLE_WELL

CURVED = Potential((x**2 - 1) ** 2 / 4 + (y + x**2 - 1) ** 2 / 2, (x, y), name="curved valley")
WIDENING = Potential(
    (x**2 - 1) ** 2 / 4 + (1 + x**2) * (y - x / 2) ** 2 / 2 + x / 20, (x, y), name="widening valley"
)
UPRIGHT = Potential((x**2 - 1) ** 2 / 4 + y**2 / 2, (x, y), name="upright double well")


@pytest.fixture(scope="session")
def curved():
    return CURVED


@pytest.fixture(scope="session")
def widening():
    """The stiffness is not constant, the wells are not equal, and the valley is bent."""
    return WIDENING


@pytest.fixture(scope="session")
def upright():
    return UPRIGHT


@pytest.fixture(scope="session")
def sheared():
    return SHEARED_DOUBLE_WELL
