import flint
import sympy as sp

from derivations.parse import parse
from derivations.symbols import x, y
from numerics.radial_ridge import RIDGE
from numerics.terrain.kramers import kramers_answer
from numerics.terrain.radial_wells import Radial, is_radial, sphere_spot
from numerics.terrain.spot import as_ball


def test_what_is_radial():
    assert is_radial(RIDGE.expr, RIDGE.coords)
    assert is_radial(sp.sqrt(1 + x**2 + y**2), (x, y))
    assert not is_radial(x**2 + 2 * y**2, (x, y))
    assert not is_radial(x**2, (x,))


def test_rings_are_wells_and_gates():
    graph = Radial(RIDGE, sp.S.One).graph([[0.0], [1.7]])
    assert [str(well) for well in graph.wells] == ["0", "1.73205"]
    assert [str(door.gate) for door in graph.passes] == ["1"]


def test_a_point_on_a_sphere():
    case = Radial(RIDGE, sp.S.One)
    ring = case.graph([[0.0], [1.7]]).wells[1]
    spot = sphere_spot(case, ring, (sp.Integer(3), sp.Integer(4)))
    assert abs(spot.middle[0] - 0.6 * 3**0.5) < 1e-15
    assert [float(e.middle) for e in spot.hessian_eigenvalues] == [0, 12]


def test_back_and_forth_have_the_masses_of_ring_and_point():
    """Both times have the same capacity: their ratio is √(2πε/12)·2π√3/(2πε/3), as both are as deep."""
    out = kramers_answer(RIDGE, sp.S.One, "1/20", (0, 0), (1, 1))
    back = kramers_answer(RIDGE, sp.S.One, "1/20", (1, 1), (0, 0))
    with flint.ctx.workprec(256):
        pi, eps = flint.arb.pi(), flint.arb(1) / 20
        ring, point = (2 * pi * eps / 12).sqrt() * 2 * pi * flint.arb(3).sqrt(), 2 * pi * eps / 3
        assert as_ball(back.time / out.time).overlaps(ring / point)


def test_in_space():
    loss = parse("3*(x**2+y**2+z**2)/2 - (x**2+y**2+z**2)**2 + (x**2+y**2+z**2)**3/6")
    answer = kramers_answer(loss, sp.S.One, "1/40", (0, 0, 0), (1, 1, 1))
    with flint.ctx.workprec(256):
        pi, eps = flint.arb.pi(), flint.arb(1) / 40
        mass, ridge = (2 * pi * eps / 3) ** 3, 4 * pi
        expected = mass.sqrt() * (2 * pi * eps / 4).sqrt() / ridge / eps * (flint.arb(2) / 3 / eps).exp()
        assert as_ball(answer.time).overlaps(expected)
