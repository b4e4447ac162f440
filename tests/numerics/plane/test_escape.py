import math

import pytest
import sympy as sp
from mpmath import mp

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from ledger.bound import Grade
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise
from numerics.plane.escape import mean_escape_time_to, mean_escape_time_to_ball
from numerics.plane.landscape import landscape
from numerics.plane.targets import Disc, HalfPlane

SEPARATE = Potential((x**2 - 1) ** 2 / 4 + 3 * y**2 / 2, (x, y), name="separate")
VALLEY = Potential((x**2 - 1) ** 2 / 4 + (y + x**2 - 1) ** 2 / 2, (x, y), name="curved valley")
BOWL = Potential((x**2 + y**2) / 2, (x, y), name="bowl")


def to_the_right(potential, noise, eps0, accuracy=1e-4):
    """From (−1, 0) to x ≥ 1."""
    return mean_escape_time_to(landscape(potential, noise, eps0), (-1.0, 0.0), HalfPlane(1.0), accuracy)


@pytest.mark.parametrize("eta", [20, 80, 240, 800])
def test_a_potential_that_separates_is_a_passage_on_the_line_at_any_barrier(eta):
    found, line = to_the_right(SEPARATE, 1, sp.Rational(1, eta)), mean_escape_time(DOUBLE_WELL, eta, -1, 1)
    assert found.grade is Grade.NUMERICAL
    assert found.low <= line.low <= line.high <= found.high
    assert found.radius < 1e-4 * found.middle


def test_noise_that_depends_on_x_is_a_passage_on_the_line():
    noise = (1 + x**2) / 2
    flat = Potential(DOUBLE_WELL.expr.subs(DOUBLE_WELL.coords[0], x) + y**2, (x, y))
    found = to_the_right(flat, noise, "1/20", 1e-3)
    (w,) = DOUBLE_WELL.coords
    line = mean_escape_time_with_noise(DOUBLE_WELL, noise.subs(x, w), "1/20", -1, 1)
    assert found.low <= line.low <= line.high <= found.high


def test_the_curved_valley_at_high_temperature():
    # from a Hermite × spectral element scheme along the valley
    found = to_the_right(VALLEY, 1, "1/10", 1e-6)
    assert found.low < sp.Rational("88.2671329411") < found.high
    assert float(found.middle) == pytest.approx(88.2671329411, rel=1e-9)


@pytest.mark.parametrize(
    ("climb", "time"),
    [(20, 2.242557894656e9), (30, 4.869644409278e13), (60, 5.136107531192e26), (200, 3.221916473280e87)],
)
def test_the_curved_valley_at_high_barriers(climb, time):
    # from the capacity and the equilibrium measure of a spectral scheme
    found = mean_escape_time_to_ball(VALLEY, 1, sp.Rational(1, 4 * climb), (-1, 0), (1, 0), "3/10")
    assert float(found.middle) == pytest.approx(time, rel=1e-7)
    assert found.radius < 1e-4 * found.middle


@pytest.mark.parametrize("eps0", ["1/2", "1/20"])
@pytest.mark.parametrize("radius", ["1/2", "1/10", "1/1000"])
def test_falling_into_a_bowl_takes_the_logarithm_of_the_radius_at_every_noise(radius, eps0):
    # from radius 1 to radius ρ in (x² + y²)/2, exactly, since Δ log|w| = 0
    found = mean_escape_time_to_ball(BOWL, 1, eps0, (1, 0), (0, 0), radius, accuracy=1e-3)
    assert float(found.low) < -math.log(sp.Rational(radius)) < float(found.high)


@pytest.mark.parametrize("turning", [1, 2])
def test_falling_into_a_bowl_in_more_dimensions(turning):
    # d = 2 + turning, ε = 1/2: (r^{d−1} e^{−r²} T')' = −2 r^{d−1} e^{−r²}, T'(∞) bounded, from 1 to 1/5
    d, r = 2 + turning, sp.Symbol("r", positive=True)
    slope = sp.lambdify(r, r ** (1 - d) * sp.exp(r**2) * sp.uppergamma(sp.Rational(d, 2), r**2), "mpmath")
    found = mean_escape_time_to(landscape(BOWL, 1, "1/2"), (1.0, 0.0), Disc((0.0, 0.0), 0.2), 1e-3, turning)
    assert float(found.low) < mp.quad(slope, [0.2, 0.5, 1]) < float(found.high)


def test_a_start_high_up_is_no_barrier():
    found = mean_escape_time_to_ball(BOWL, 1, "1/100", (5, 0), (0, 0), 1)  # 1250 e-folds down
    assert found.low < math.log(5) < found.high


def test_a_start_in_the_disc_is_there_already():
    found = mean_escape_time_to_ball(BOWL, 1, 1, ("1/2", 0), (0, 0), "1/2")
    assert found.low == found.high == 0


def test_a_deeper_well_behind_a_higher_gate_is_not_forgotten():
    # tilted so that x = −2 lies deeper than the start: the mean counts the visits there
    (w,) = DOUBLE_WELL.coords
    triple = sp.integrate(w * (w + sp.Rational(11, 5)) * (w + 1) * (w - 1) * (w - 2) / 4, (w, 0, w))
    line = Potential(sp.expand(triple), name="three wells")
    plane = Potential(line.expr.subs(w, x) + y**2, (x, y))
    found = mean_escape_time_to(landscape(plane, 1, "1/20"), (0.0, 0.0), HalfPlane(2.0), 1e-3)
    exact = mean_escape_time(line, 20, 0, 2)
    assert found.low <= exact.low <= exact.high <= found.high


def test_a_finer_demand_stays_within_the_radius_of_a_coarser_one():
    coarse, fine = (
        mean_escape_time_to_ball(
            SHEARED_DOUBLE_WELL, 1 + x**2 / 2, "1/40", (-1, -1), (1, 1), "3/10", accuracy=a
        )
        for a in (1e-3, 1e-4)
    )
    assert coarse.low <= fine.low <= fine.high <= coarse.high


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"potential": DOUBLE_WELL}, "two coordinates are wanted, not 1"),
        ({"eps0": 0}, "eps0=0: a positive number is wanted"),
        ({"noise": -1}, "noise=-1: a positive number is wanted"),
        ({"noise": x}, r"noise: no positive number at \("),
        ({"radius": 0}, "radius=0: a positive number is wanted"),
        ({"start": (1,)}, r"start=\(1,\): a point of the plane has two coordinates, not 1"),
        ({"target": (1, 2, 3)}, r"target=\(1, 2, 3\): a point of the plane has two coordinates, not 3"),
        ({"accuracy": 0}, "accuracy=0: a number between 0 and 1 is wanted"),
        ({"eps0": "1/4000"}, "the escape takes longer than the greatest double"),
        ({"potential": Potential((x**2 - 1) ** 2 / 4 - y**2, (x, y))}, "potential: it does not confine"),
        ({"potential": Potential((x**2 - 1) ** 2 / 4, (x, y))}, "potential: it does not confine"),
        ({"potential": Potential(sp.log(x) ** 2 + y**2, (x, y))}, r"potential: no finite number at \("),
    ],
)
def test_bad_input_is_refused(change, message):
    wanted = {"potential": SEPARATE, "noise": 1, "eps0": "1/20", "radius": "3/10"}
    wanted |= {"start": (-1, 0), "target": (1, 0)}
    with pytest.raises(ValueError, match=message):
        mean_escape_time_to_ball(**(wanted | change))


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"start=0\.5: an exact number is wanted"):
        mean_escape_time_to_ball(SEPARATE, 1, 1, (0.5, 0), (1, 0), 1)


def doubts(monkeypatch, land, start, target):
    """What is handed on as the erratic part of the error of the mesh."""
    seen = []
    monkeypatch.setattr("numerics.plane.escape.refined", lambda *given: seen.append(given[-1]))
    mean_escape_time_to(land, start, target, 1e-2)
    return seen[0]


def test_cut_cells_count_by_the_share_of_the_time_that_the_last_tenth_takes(monkeypatch):
    valley, bowl = landscape(VALLEY, 1, "1/40"), landscape(BOWL, 1, 1)
    assert 0 < doubts(monkeypatch, valley, (-1.0, 0.0), Disc((1.0, 0.0), 0.3)) < 1e-3  # behind the summit
    disc = Disc((0.0, 0.0), 1.0)
    assert doubts(monkeypatch, bowl, (2.0, 0.0), disc) == disc.erratic
    assert doubts(monkeypatch, bowl, (1.05, 0.0), disc) == disc.erratic  # the start is in the wider one
    assert doubts(monkeypatch, valley, (-1.0, 0.0), HalfPlane(1.0)) == 0


def test_the_share_is_taken_four_times(monkeypatch):
    land, start = landscape(BOWL, 1, 1), (6.0, 0.0)
    narrow, wide = (mean_escape_time_to(land, start, Disc((0.0, 0.0), r), 1e-3).middle for r in (1, 1.1))
    found = doubts(monkeypatch, land, start, Disc((0.0, 0.0), 1.0))
    assert found == pytest.approx(min(0.2, 4 * float(1 - wide / narrow)), rel=0.05)
    assert found > 0.1
