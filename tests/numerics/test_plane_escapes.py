import pytest
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.zoo import SHEARED_DOUBLE_WELL
from numerics.certified_gates import UPRIGHT_DOUBLE_WELL
from numerics.plane_escapes import plane_escape_times


def test_both_double_wells_have_the_same_barrier_and_determinants():
    data = [
        [(p.value, p.determinant) for p in potential.critical_points]
        for potential in (SHEARED_DOUBLE_WELL, UPRIGHT_DOUBLE_WELL)
    ]
    assert data[0] == data[1]
    slow, fast = (
        eyring_kramers(potential, *ends)
        for potential, ends in (
            (SHEARED_DOUBLE_WELL, ((-1, -1), (1, 1))),
            (UPRIGHT_DOUBLE_WELL, ((-1, 0), (1, 0))),
        )
    )
    assert sp.simplify(slow / fast - (1 + sp.sqrt(5)) / 2) == 0


def test_a_mirrored_way_takes_the_same_time():
    there, back = (
        plane_escape_times(SHEARED_DOUBLE_WELL, ends, (10,))[0][1]
        for ends in (((-1, -1), (1, 1)), ((1, 1), (-1, -1)))
    )
    assert float(there.middle) == pytest.approx(float(back.middle), rel=1e-3)
