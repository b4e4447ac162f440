"""The campaign of other seeds: cheap checks at two of them, and that it would see what is wrong."""

from collections.abc import Iterator

import numpy as np
import pytest

from ledger.bound import Grade
from ledger.model import DEFAULT_SEED
from ledger.outcome import Outcome
from ledger.run import Run, Status
from numerics.bounds import sampled
from tests.campaigns import coverage as coverages
from tests.campaigns import other_seeds, seeds
from tests.campaigns.coverage import Coverage, covered
from tests.campaigns.interval_trials import Trial, holds
from tests.campaigns.other_seeds import Drawing, Reading, Seen, drawing_checks, readings, seen
from tests.campaigns.seed_scatter import scatter
from tests.campaigns.seed_verdicts import scatters, verdicts

CHEAP = [
    "numerics.simulated.stationary_variance:printed_simulated_variance_depends_on_the_ratio_only",
    "numerics.simulated.batches:simulated_sgd_settles_at_the_variance_over_the_data",
]


def one(seed, outcome=Outcome.SUPPORTS, slips=(), found=None):
    return Seen("a.b:c", seed, outcome, Grade.STATISTICAL, not slips, 2, slips, found or {})


def means(narrowness: float) -> list[Reading]:
    draws = np.random.default_rng(1)
    bounds = [sampled(draws.normal(size=50)) for _ in range(20)]
    return [Reading(m - r, m + r, 50, 0.9999, None) for m, r in (_ends(b, narrowness) for b in bounds)]


def _ends(bound, narrowness):
    return float(bound.middle), float(bound.radius) * narrowness


def test_cheap_checks_keep_their_outcomes_at_other_seeds():
    found = list(seen(CHEAP, (DEFAULT_SEED, 1, 2)))
    assert [s.seed for s in found] == [DEFAULT_SEED] * 2 + [1] * 2 + [2] * 2
    (opposite, outcomes, controls, *_), left = verdicts(found)
    assert not left
    for count in (opposite, outcomes, controls):
        assert count.tried == count.as_wanted > 0
    (numbers,), _ = scatters(found)
    assert numbers.tried >= 4
    assert len({s.readings["γλ = 1/10"].low for s in found if s.check == CHEAP[0]}) == 3


def test_what_the_checks_measure_is_found_in_their_evidence():
    bound = {"kind": "bound", "low": "1", "high": "3", "grade": "statistical"}
    told = {
        "kind": "table",
        "rows": [
            ["mean", bound | {"method": "Monte Carlo, n = 12, level 99.99 %"}],
            ["share", bound | {"method": "Monte Carlo, 3 of 9, level 99.99 %"}],
            ["exact", {"kind": "exact", "text": "7"}],
            ["proved", bound | {"grade": "enclosed", "method": ""}],
            ["list", {"kind": "list", "items": [bound | {"method": ""}]}],
        ],
    }
    assert dict(readings(told)) == {
        "mean": Reading(1, 3, 12, pytest.approx(0.9999), None),
        "share": Reading(1, 3, 9, 0.0, 3),
        "list[0]": Reading(1, 3, 0, 0.0, None),
    }


def test_an_opposite_outcome_and_a_slip_are_left_over():
    found = [one(DEFAULT_SEED), one(1), one(2, Outcome.REFUTES), one(3, slips=("mutant",))]
    (opposite, outcomes, controls, *_), left = verdicts(found)
    assert (opposite.tried, opposite.as_wanted) == (3, 2)
    assert (outcomes.tried, outcomes.as_wanted) == (3, 1)
    assert (controls.tried, controls.as_wanted) == (6, 5)
    assert [entry.why for entry in left] == ["", ""]
    assert ["seed 2: refutes, not supports" in left[0].what, "slipped: mutant" in left[1].what] == [True] * 2


def test_a_check_that_raises_is_left_over(monkeypatch):
    def broke(name, setting):
        return Run(name, Status.BROKE, error="ValueError: no")

    monkeypatch.setattr(other_seeds, "run", broke)
    found = [one(DEFAULT_SEED), *seen(["a.b:c"], (1,))]
    (opposite, outcomes, *_), left = verdicts(found)
    assert (opposite.tried, opposite.as_wanted, outcomes.as_wanted) == (1, 1, 0)
    assert "inconclusive, not supports; slipped: ValueError: no" in left[0].what
    assert left[0].why == ""


def test_an_outcome_that_is_neither_is_not_the_opposite_one():
    (opposite, outcomes, *_), left = verdicts([one(DEFAULT_SEED), one(1, Outcome.INCONCLUSIVE)])
    assert (opposite.as_wanted, outcomes.as_wanted, len(left)) == (1, 0, 1)
    assert "over the margin" in left[0].why


def test_intervals_that_are_too_narrow_are_seen():
    assert scatter(means(1.0)).chance_of_more > 0.01
    assert scatter(means(0.5)).chance_of_more < 1e-4
    found = [one(seed, found={"x": reading}) for seed, reading in enumerate(means(0.5))]
    (count,), left = scatters(found)
    assert (count.tried, count.as_wanted, len(left)) == (1, 0, 1)


def test_shares_that_scatter_too_much_are_seen():
    hits = np.random.default_rng(2).binomial(400, 0.3, 20)
    honest, doubled = ([Reading(0, 1, 400, 0, int(120 + k * (h - 120))) for h in hits] for k in (1, 2))
    assert scatter(honest).chance_of_more > 0.01
    assert scatter(doubled).chance_of_more < 1e-4
    assert scatter([Reading(0, 1, 10, 0, 0)] * 20) is None  # too few to tell


@pytest.mark.parametrize(("held", "is_left"), [(9500, False), (9300, True)])
def test_intervals_that_cover_too_seldom_are_left_over(held, is_left):
    counts, left = covered([Coverage("some", 0.95, 10_000, 0, held)])
    assert (bool(left), counts[-1].as_wanted) == (is_left, 1 - is_left)


def test_refused_intervals_are_told_and_not_counted(monkeypatch):
    def some() -> Iterator[bool | None]:
        return iter([True, None, True, False])

    monkeypatch.setattr(coverages, "TRIALS", (Trial("some", 0.95, some),))
    found = coverages.coverage("some")
    (count, _), _ = covered([found])
    assert (found.tried, found.refused, found.held) == (4, 1, 2)
    assert (count.tried, count.as_wanted, "1 refused" in count.what) == (3, 2, True)


def test_an_interval_that_misses_holds_nothing():
    bound = sampled([1.0, 2.0, 3.0])
    assert holds(bound, 2.0)
    assert not holds(bound, 1e6)


def test_every_quick_check_that_draws_is_run():
    checks = drawing_checks()
    planned = [name for names, _ in seeds.tasks(checks) for name in names]
    assert sorted(planned) == sorted(check.name for check in checks if check.is_quick)
    assert {len(given) for _, given in seeds.tasks(checks)} == {1, 5, 20}
    assert all(DEFAULT_SEED not in given for _, given in seeds.tasks(checks))
    assert seeds.seeds_of(Drawing("a:b", "a", False)) == ()
