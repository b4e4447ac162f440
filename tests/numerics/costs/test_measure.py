from numerics.costs.measure import Curve, machine, measured, milliseconds


def test_the_time_of_nothing_is_short():
    assert 0 <= milliseconds(lambda: None) < 1


def test_longer_work_takes_longer():
    curve = Curve("sums", (100, 100_000), lambda n: sum(range(n)), lambda n: n / 2)
    (place, short), (_, long) = measured(curve)
    assert place == 50
    assert long > short


def test_the_machine_is_named():
    assert "Python 3" in machine()
