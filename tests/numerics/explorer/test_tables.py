from fractions import Fraction
from functools import partial
from math import exp, log, sin

import numpy as np
import pytest

from numerics.explorer.landscapes import MENU
from numerics.explorer.quantities import names, quantities
from numerics.explorer.tables import (
    POINTS,
    Table,
    hottest_and_coldest,
    interpolated,
    relative_error,
    tabulated,
)
from numerics.explorer.way import way_through
from tests.ledger.sample_tables import lands, tables

SEED = 20_181_201


def table_of(told: dict) -> Table:
    kept = told["table"]
    return Table(
        kept["first"], kept["width"], kept["slopes"], {n: tuple(r) for n, r in kept["rests"].items()}
    )


def drawn(table: Table, count: int) -> np.ndarray:
    low, high = map(log, table.ends)
    return np.exp(np.random.default_rng(SEED).uniform(low, high, count))


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_read_between_the_entries_is_what_is_computed_afresh(number):
    told = tables()[number]
    way = way_through(lands()[told["name"]])
    table = table_of(told)
    error = relative_error(table, partial(quantities, way), drawn(table, 40).tolist())
    assert error < 2e-8
    assert told["error"] < 2e-8


@pytest.mark.slow
@pytest.mark.parametrize("land", MENU, ids=lambda land: land.name)
def test_of_every_landscape_two_hundred_temperatures_are_right(land):
    way = way_through(land)
    table = tabulated(partial(quantities, way), *hottest_and_coldest(way))
    assert relative_error(table, partial(quantities, way), drawn(table, 200).tolist()) < 2e-8


@pytest.mark.parametrize("number", [0, 1])
def test_the_masses_make_one_at_every_entry(number):
    told = tables()[number]
    table = table_of(told)
    for k in range(0, table.length, 7):
        eta = exp(table.first + k * table.width)
        masses = [exp(interpolated(table, f"mass-{n}", eta)) for n in range(len(told["minima"]))]
        assert sum(masses) == pytest.approx(1, abs=1e-11)


@pytest.mark.parametrize("number", [0, 1])
def test_the_logarithm_of_the_normaliser_is_convex_in_eta(number):
    """Its second derivative is the variance of the loss."""
    table = table_of(tables()[number])
    etas = np.linspace(*table.ends, 200)[1:-1]
    values = np.array([interpolated(table, "normaliser", eta) for eta in etas])
    assert (np.diff(values, 2) > -1e-9).all()


def test_the_symmetric_wells_are_equal_and_relax_twice_as_fast_as_they_are_left():
    table = table_of(tables()[0])
    for eta in (3.0, 32.0, 300.0):
        assert exp(interpolated(table, "mass-0", eta)) == pytest.approx(0.5, rel=1e-11)
    gain = interpolated(table, "time", 300.0) - interpolated(table, "relaxation", 300.0)
    assert gain == pytest.approx(log(2), abs=0.01)


def test_the_tables_hold_every_quantity():
    for told in tables():
        assert set(told["table"]["rests"]) == set(names(way_through(lands()[told["name"]])))


def test_an_entry_is_read_as_it_is_and_a_polynomial_of_degree_seven_exactly():
    def function(eta: Fraction) -> dict[str, float]:
        return {"q": (log(eta) - 1) ** 7 + 3 * float(eta), "p": sin(log(eta))}

    table = tabulated(function, 0, 2, 0.1)
    assert table.length == 21
    for eta in (1.0, exp(0.5), exp(1.234), exp(1.999)):
        assert interpolated(table, "q", eta) == pytest.approx(function(Fraction(eta))["q"], abs=1e-6)
        assert interpolated(table, "p", eta) == pytest.approx(sin(log(eta)), abs=1e-6)


def test_other_temperatures_than_those_covered_are_refused():
    table = table_of(tables()[0])
    with pytest.raises(ValueError, match=r"^eta=0\.1: the table is from 0\.8 to 778\.1$"):
        interpolated(table, "time", 0.1)
    with pytest.raises(ValueError, match=f"room for {POINTS} entries"):
        tabulated(lambda eta: {"q": 0.0}, 0, 0.1)
