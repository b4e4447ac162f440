import json
import re

import pytest
from click.testing import CliRunner

from ledger.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["explore", *arguments])


def test_a_page_for_a_typed_loss(tmp_path):
    out = tmp_path / "new" / "page.html"
    done = run("-w**2/2 + w**4/4", "--start", "-1", "--target", "1", "--out", str(out))
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{out}\n", "")
    block = re.search(r'id="tables">(.*?)</script>', out.read_text(encoding="utf-8"), re.DOTALL)[1]
    (land,) = json.loads(block)["landscapes"]
    assert (land["formula"], land["barrier"]) == ("-w**2/2 + w**4/4", 0.25)


def test_without_a_formula_it_is_the_menu(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("numerics.explorer.told.told", lambda land, finished: {"name": land.name})
    monkeypatch.setattr("ledger.explorer.html.page", lambda lands, version, report: json.dumps(lands))
    done = run()
    assert done.stdout == "run/explore.html\n"
    assert len(json.loads((tmp_path / "run" / "explore.html").read_text())) == 7


@pytest.mark.parametrize(
    ("there", "options", "address"),
    [
        ((), (), ""),
        (("report.html",), (), "report.html"),
        ((), ("--report", "report.html"), "report.html"),
        (("report.html",), ("--report", "my runs/one/report.html"), "my%20runs/one/report.html"),
        ((), ("--out", "pages/page.html", "--report", "run/report.html"), "../run/report.html"),
    ],
)
def test_the_page_links_back_to_the_report(tmp_path, monkeypatch, there, options, address):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("numerics.explorer.told.told", lambda land, finished: {})
    monkeypatch.setattr("ledger.explorer.html.page", lambda lands, version, report: report)
    for name in there:
        (tmp_path / name).touch()
    (out,) = run("--out", "page.html", *options).stdout.split()
    assert (tmp_path / out).read_text() == address


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["w**2"], "give FORMULA, --start and --target together, or none of them"),
        (["--start", "1", "--target", "2"], "give FORMULA, --start and --target together"),
        (["w**2", "--start", "0,1", "--target", "2"], "--start=0,1: one number is wanted"),
        (["w**2", "--start", "a", "--target", "2"], "'a' is not a decimal or a rational"),
        (["x**2+y**2", "--start", "0", "--target", "2"], "it has 2 coordinates"),
        (["w**2", "--start", "0", "--target", "2"], "lie in the same basin"),
        (["w**4 - w**2 + __import__('os')", "--start", "0", "--target", "2"], "is not part of a formula"),
        (["w**4/4-w**2/2", "--start", "-1", "--target", "1", "--out", "."], "is a directory"),
    ],
)
def test_bad_input_gets_one_sentence(arguments, complaint):
    done = run(*arguments)
    assert done.exit_code == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Error: ") == 1
