import json
from dataclasses import asdict

import numpy as np
import pytest

from derivations.recovered_losses import THREE_VALLEYS
from ledger.report.drawing import svg
from numerics.example_figures import NARROW, THREE, figure_6, figure_7, figure_8
from numerics.landscape_figures import contours, flat_and_sharp, two_minimizers
from numerics.plane.gibbs_masses import disc_mass, plane_mass

FIGURES = (figure_6, figure_7, figure_8, flat_and_sharp, two_minimizers)


@pytest.mark.parametrize("drawn", FIGURES, ids=lambda f: f.__name__)
def test_panels_are_small_pictures(drawn):
    figure = drawn()
    assert len(figure.description) > 100
    for number, panel in enumerate(figure.panels):
        assert len(svg(asdict(panel), f"{figure.name}-{number}", panel.title, "")) < 30_000
    assert len(json.dumps(asdict(figure))) < 60_000


def test_exact_curves_are_probabilities_and_printed_ones_are_not():
    exact, printed, _ = figure_6().panels
    assert all(0 < value < 1 for curve in exact.curves for value in curve.y)
    assert all(max(curve.y) > 1 for curve in printed.curves if not curve.faint)


def test_curves_in_the_plane_agree_with_converged_integrals():
    panel = figure_8().panels[1]
    eta = NARROW[30]
    minima = list(THREE)
    truth = disc_mass(THREE_VALLEYS, eta, minima[0], 0.1) / plane_mass(THREE_VALLEYS, eta, minima)
    assert panel.curves[0].y[30] == pytest.approx(float(truth.middle), rel=1e-6)


def test_variances_only_shift_the_curve():
    exact = figure_7().panels[0].curves
    first, second = (
        np.interp(np.log(50), np.log(np.array(c.x) / b), c.y) for c, b in zip(exact, (5, 10), strict=False)
    )
    assert first == pytest.approx(second, abs=2e-3)


def test_contours_reach_from_the_ground_to_the_top():
    found = contours(THREE_VALLEYS, ((-2.0, 1.0), (-1.0, 2.0)), 1.0)
    assert found.levels[-1] == 1
    assert all(a < b for a, b in zip(found.levels, found.levels[1:], strict=False))
