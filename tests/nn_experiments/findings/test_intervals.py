import numpy as np
import pytest
from scipy import stats

from nn_experiments.findings.intervals import joint, median, paired

VALUES = np.random.default_rng(3).normal(0.4, 1, 10)


def permutation_p(values: np.ndarray, centre: float) -> float:
    """The two-sided p of scipy's test of all sign flips."""

    def mean(x: np.ndarray, axis: int) -> np.ndarray:
        return x.mean(axis=axis)

    found = stats.permutation_test(
        (values - centre,), mean, permutation_type="samples", n_resamples=np.inf, vectorized=True
    )
    return float(found.pvalue)


def test_a_centre_beyond_the_interval_is_one_that_the_permutation_test_rejects():
    values = np.array([1.0, 1.1, 0.9, 1.2, 0.8, 1.05, 0.95, 1.02, 0.98, 6.0])
    subsets = np.arange(1, 1024)[:, None] >> np.arange(10) & 1
    means = np.sort(subsets @ values / subsets.sum(1))
    assert permutation_p(values, means[4] - 1e-9) < 0.0118
    assert permutation_p(values, means[5] + 1e-9) > 0.0098


def test_the_interval_holds_both():
    bound = paired(VALUES, 0.99, "pairs")
    radius = stats.t.ppf(0.995, 9) * VALUES.std(ddof=1) / np.sqrt(10)
    assert float(bound.low) <= VALUES.mean() - radius + 1e-12
    assert float(bound.high) >= VALUES.mean() + radius - 1e-12
    assert "n = 10, level 99 %, t and sign flips" in bound.method


def test_few_runs_have_students_interval_alone():
    assert "sign flips" not in paired(VALUES[:5], 0.99, "pairs").method


def test_sign_flips_cover_at_their_level():
    rng = np.random.default_rng(0)
    missed = sum(
        not bound.low <= 0 <= bound.high for bound in (paired(x, 0.9, "") for x in rng.laplace(size=(400, 8)))
    )
    assert missed <= 50  # 40 are expected


def test_joint_intervals_are_wider_than_single_ones_and_hold_together():
    rng = np.random.default_rng(1)
    missed = 0
    for _ in range(60):
        columns = rng.normal(size=(10, 6))
        bounds = joint(columns, 0.9, "x")
        missed += any(not bound.low <= 0 <= bound.high for bound in bounds)
        alone = stats.t.ppf(0.95, 9) * columns.std(0, ddof=1) / np.sqrt(10)
        assert all(float(b.radius) >= a - 1e-12 for b, a in zip(bounds, alone, strict=True))
    assert missed <= 12  # 6 are expected


def test_equal_columns_are_one_column():
    columns = np.repeat(VALUES[:, None], 3, axis=1)
    radii = {round(float(bound.radius), 9) for bound in joint(columns, 0.95, "x")}
    assert len(radii) == 1


def test_too_many_runs_are_refused():
    with pytest.raises(ValueError, match=r"values of shape \(17, 2\): at most 16 runs"):
        joint(np.zeros((17, 2)), 0.9, "x")


def test_the_median_lies_in_its_interval_and_one_stray_value_does_not_matter():
    values = np.arange(10.0)
    bound, stray = median(values, 0.95, 0, "x"), median(np.append(values[:9], 1e6), 0.95, 0, "x")
    assert bound.low < 4.5 < bound.high
    assert bound.low > 0
    assert stray.high < 100
    assert median(values, 0.95, 0, "x") == bound


def test_one_value_has_no_median():
    with pytest.raises(ValueError, match=r"values of shape \(1,\): at least two"):
        median(np.zeros(1), 0.95, 0, "x")
