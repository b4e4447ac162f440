import numpy as np
import pytest
from scipy import stats

from nn_experiments.findings import figures
from nn_experiments.findings.drawing import half_width, later, mean, one_run, runs
from nn_experiments.training.protocol import HOT
from tests.nn_experiments.planted import PAPER, run_of

RUN = run_of(noise=0.3)
HOTTEST = RUN.curves[HOT]


def test_a_band_is_students_interval_of_the_mean():
    curve = mean(HOTTEST, HOTTEST.log_norm)
    found = stats.ttest_1samp(HOTTEST.log_norm[:, 3], 0).confidence_interval(0.95)
    assert curve.low[3] == pytest.approx(found.low, rel=1e-3)
    assert curve.high[3] == pytest.approx(found.high, rel=1e-3)


def test_one_replica_has_no_width():
    assert (half_width(np.ones((1, 4))) == 0).all()


def test_a_part_of_a_curve_keeps_its_band():
    curve = later(mean(HOTTEST, HOTTEST.log_norm), (400, 800))
    assert curve.x == (400, 800)
    assert len(curve.y) == len(curve.low) == len(curve.high) == 2
    assert later(runs(HOTTEST, HOTTEST.log_norm)[0], (400,)).low == ()


def test_one_run_is_the_first():
    assert one_run(HOTTEST, HOTTEST.log_norm).y == runs(HOTTEST, HOTTEST.log_norm)[0].y


def test_figures_3_and_4_end_where_those_of_the_paper_do():
    run = run_of(protocol=PAPER, data="MNIST")
    ends = {
        figure.name: figure.panels[-1].curves[0].x[-1]
        for figure in (figures.norms(run), figures.training(run), figures.generalisation(run))
    }
    assert ends == {"figure-3": 180, "figure-4": 180, "figure-5": 200}


def test_the_figures_of_two_data_sets_have_different_names():
    other = run_of(data="embedded digits")
    assert figures.norms(other).name == "figure-3-embedded-digits"


def test_the_zoom_begins_at_the_twenty_fifth_epoch():
    panels = figures.generalisation(run_of(protocol=PAPER)).panels
    assert [panel.curves[0].x[0] for panel in panels] == [1, 25, 1, 25, 25, 25]


def test_the_caption_tells_what_was_measured():
    run = run_of(log_norm=lambda arm, e: 2.5 + 0 * e, noise=0.0)
    assert "(0.1, 128) 2.50" in figures.norms(run).description
