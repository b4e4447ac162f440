"""The campaign of reproducibility: a cheap command twice, and that it would see a difference."""

import json

import numpy as np

from tests.campaigns import reproducibility as campaign
from tests.campaigns.fresh_copy import fresh_copy, run
from tests.campaigns.same_bytes import differences, parts

WRITTEN = {
    "checks": {"a:b": {"status": "ran", "seconds": 1.0}},
    "claims": [{"id": "x", "verdict": "holds"}],
    "times": {"started": "today"},
    "provenance": {"cores": 2},
    "setting": {"seed": 1},
}


def left_behind(folder, written=WRITTEN, values=(1.0, 2.0)):
    folder.mkdir()
    (folder / "evidence.json").write_text(json.dumps(written))
    np.savez(folder / "curves.npz", loss=np.array(values))
    return parts(folder, b"")


def test_times_and_machines_are_set_aside(tmp_path):
    one = left_behind(tmp_path / "one")
    other = left_behind(tmp_path / "other", WRITTEN | {"times": {}, "provenance": {"cores": 4}})
    assert set(one) == {
        "curves.npz: loss",
        "evidence.json: a:b",
        "evidence.json: x",
        "evidence.json: setting",
    }
    assert not differences(one, other)


def test_a_digest_is_compared_unless_it_is_one_of_times_too(tmp_path):
    told = [{"digest": digest, "number": 1} for digest in ("a", "b")]
    one, other = (left_behind(tmp_path / each["digest"], each) for each in told)
    assert differences(one, other) == ["evidence.json: digest"]
    one, other = (left_behind(tmp_path / f"{each['digest']} in time", each | {"times": {}}) for each in told)
    assert not differences(one, other)


def test_the_last_bit_of_a_number_is_seen(tmp_path):
    one = left_behind(tmp_path / "one")
    other = left_behind(tmp_path / "other", values=(1.0, np.nextafter(2.0, 3.0)))
    assert differences(one, other) == ["curves.npz: loss"]


def test_another_verdict_and_a_missing_check_are_seen(tmp_path):
    one = left_behind(tmp_path / "one")
    changed = WRITTEN | {"checks": {}, "claims": [{"id": "x", "verdict": "fails"}]}
    other = left_behind(tmp_path / "other", changed)
    assert differences(one, other) == ["evidence.json: a:b", "evidence.json: x"]
    count, left = campaign.compared(campaign.Deed("a deed", ()), iter([one, other]))
    assert (count.tried, count.as_wanted, len(left)) == (4, 2, 2)


def test_a_fresh_copy_answers_the_same_twice(tmp_path):
    copy = fresh_copy(tmp_path / "suite")
    asked = ["stationary", campaign.TILTED[0], "--eta", "30", "--json"]
    one, other = (parts(tmp_path / name, run(copy, asked, tmp_path / name)) for name in ("one", "other"))
    assert one == other
    assert "printed: minima" in one
    assert not list(copy.rglob("__pycache__/*.nbc"))  # what was compiled elsewhere did not come along


def test_the_part_of_the_ledger_is_spread_over_it():
    part = campaign.part_of_the_ledger()
    assert len(part) >= 20
    assert len({identifier.partition("-")[0] for identifier in part}) >= 5
