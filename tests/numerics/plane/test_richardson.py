import pytest

from numerics.plane.richardson import refined


def seen(a, b, c=0.0, **more):
    """1 + a h² + b h⁴ + c h⁶ on meshes with (100/h)² cells."""
    settings = {"accuracy": 1e-6, "largest": 1e7, "what": "the number"} | more
    return refined(lambda m: 1 + a / m**2 + b / m**4 + c / m**6, lambda m: (100 * m) ** 2, **settings)


def test_two_orders_of_the_error_are_removed():
    found = seen(0.3, 0.1)
    assert float(found.middle) == pytest.approx(1, abs=1e-12)
    assert found.low < 1 < found.high


def test_the_radius_covers_what_is_left():
    found = seen(0.3, 0.1, 0.2, accuracy=1e-3)
    assert found.low < 1 < found.high
    assert float(found.radius) < 1e-3


def test_an_erratic_part_of_the_correction_is_counted():
    found = seen(0.3, 0.0, accuracy=1e-2, erratic=0.1)
    assert float(found.radius) == pytest.approx(0.1 * 0.3 / 9, rel=1e-3)


def test_too_few_cells_leave_a_wider_bound_and_far_too_few_are_refused():
    assert float(seen(0.3, 0.1, largest=1e5).radius) > 1e-6
    with pytest.raises(ValueError, match="the number is not known to 5% with 10,000 cells"):
        seen(0.3, 0.1, largest=1e4)


def test_the_radius_is_never_less_than_rounding():
    for scale in (1e-20, 1.0, 1e20):
        found = refined(lambda m, s=scale: s, lambda m: m, 1e-6, 1e7, "the number")
        assert float(found.radius) == pytest.approx(1e-11 * scale, rel=1e-4)
