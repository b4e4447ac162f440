import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from ledger.report import write
from ledger.report.devices import checked, devices, records
from ledger.report.html import page
from ledger.report.markdown import document
from tests.ledger.sample_evidence import sample

ABSENT = "Nothing was measured on a GPU, so nothing is claimed of one."


def record(kind="cuda", **changes):
    rates = {"path-steps/s": 4.2e11, "share of the generator": 0.876, "times one thread of the CPU": 412.0}
    found = {
        "schema": 1,
        "kind": kind,
        "device": "<b>A device</b>",
        "numba": "0.1",
        "cores": 16,
        "load average, one minute": 0.5,
        "command": "pytest --device cuda",
        "date": "2026-01-02",
        "rates": {"normals per second, float64": 1e12, "fixed steps, float64": rates},
    }
    return found | changes


def test_a_record_of_a_gpu_is_shown_with_its_command():
    text = page(sample(), [record()])
    for part in (">420<", "0.88", "412.00", "pytest --device cuda", "16 cores, load 0.5", "numba 0.1"):
        assert part in text
        assert part.strip("<>") in document(sample(), [record()])
    assert ABSENT not in text
    assert "<b>A device" not in text


@pytest.mark.parametrize("found", [[], [record("cpu")]])
def test_without_a_gpu_the_report_says_so(found):
    assert ABSENT in page(sample(), found)
    assert ABSENT in document(sample(), found)


def test_the_records_of_the_suite_are_shown_whole(tmp_path):
    lying = [file for file in (files("numerics") / "records").iterdir() if file.name.endswith(".json")]
    assert len(records()) == len(lying) > 0
    html, markdown, data = (file.read_text(encoding="utf-8") for file in write(sample(), tmp_path))
    assert json.loads(data)["devices"] == records()
    for device in devices(records()):
        assert device.rates
        assert all(rate.speed in html and rate.speed in markdown for rate in device.rates)


def test_the_records_travel_with_the_package():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert "numerics" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_gpus_come_before_processors(tmp_path, monkeypatch):
    for name, kind in (("a", "cpu"), ("b", "cuda")):
        (tmp_path / "records").mkdir(exist_ok=True)
        (tmp_path / "records" / f"{name}.json").write_text(json.dumps(record(kind)))
    monkeypatch.setattr("ledger.report.devices.files", lambda _: tmp_path)
    assert [found["kind"] for found in records()] == ["cuda", "cpu"]


def test_without_a_folder_there_are_none(tmp_path, monkeypatch):
    monkeypatch.setattr("ledger.report.devices.files", lambda _: tmp_path)
    assert records() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "x.json: not a record of a device"),
        ("[]", "x.json: not a record of a device"),
        ("{}", "x.json: not a record of a device"),
        (json.dumps(record(command=None) | {"kind": "abacus"}), "it lacks a known kind"),
        (json.dumps({k: v for k, v in record().items() if k != "date"}), "it lacks date"),
        (json.dumps(record(rates={"fixed steps": {}})), "it lacks rates of fixed steps: path-steps/s"),
    ],
)
def test_what_is_no_record_is_refused(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        checked(text, "x.json")
