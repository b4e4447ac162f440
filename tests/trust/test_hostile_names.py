"""Ledgers that name code outside the packages they may load: refused in a sentence, nothing is imported."""

import sys

import pytest

from ledger import load
from ledger.load import LedgerError
from tests.ledger.own_ledger import PAPER, own_ledger

STANDARD = sorted(sys.stdlib_module_names)
ELSEWHERE = [
    *("numpy", "scipy", "sympy", "mpmath", "numba", "flint", "torch", "pooch", "safetensors", "joblib"),
    *("click", "jinja2", "rich", "matplotlib", "pytest", "hypothesis", "setuptools", "pip", "distributed"),
    *("tests", "conftest", "docs", "ledgers", "ledger", "sitecustomize", "usercustomize", "nowhere", "c0"),
]
NO_NAMES = [
    *(
        "",
        ":",
        "x",
        "checks",
        "checks:",
        ":good",
        "checks:good:good",
        "checks::good",
        "checks.good",
        "checks good",
    ),
    *("checks:good.run", "checks:good()", "checks:good[0]", "checks:'good'", "checks:good ", " checks:good"),
    *(
        "checks:good\n",
        "\nchecks:good",
        "checks:good\0",
        "checks:good;import os",
        "checks:good#",
        "checks:__class__",
    ),
    *(
        "checks:_good",
        "_checks:good",
        "__main__:good",
        "checks.__init__:good",
        "checks.:good",
        ".checks:good",
    ),
    *(
        "..checks:good",
        "checks..x:good",
        "./checks:good",
        "../checks:good",
        "/checks:good",
    ),
    *("checks/good:good", "checks\\good:good", "file:///checks:good", "http://checks:good", "checks-x:good"),
    *(
        "1checks:good",
        "checks:1good",
        "chécks:good",
        "ｃhecks:good",
        "сhecks:good",
        "checks：good",
        "checks:g\u200bood",
    ),
    *(
        "checks:good\u202e",
        "\ufeffchecks:good",
        "checks:%67ood",
        "checks:{good}",
        "{checks}:good",
        "$checks:good",
    ),
    *("x" * 201, "x" * 10**4 + ":y", "checks:" + "y" * 10**4, "a." * 10**4 + "b:c"),
    *("derivations:parse", "numerics:x", "nn_experiments:x"),
]
NO_WORDS = ["1", "1.5", "true", "['checks:good']", "{ name = 'checks:good' }", "2020-01-01", "nan"]


def refused(folder):
    before = set(sys.modules)
    with pytest.raises(LedgerError) as caught:
        load.ledger(folder)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.isprintable()
    assert len(sentence) < 600
    assert set(sys.modules) == before
    return sentence


@pytest.mark.parametrize("module", STANDARD)
def test_the_standard_library_has_no_checks(tmp_path, module):
    for name in (f"{module}:good", f"{module}.checks:good"):
        sentence = refused(own_ledger(tmp_path, name))
        assert "standard library" in sentence or "is not of the form" in sentence


@pytest.mark.parametrize("module", ELSEWHERE)
def test_packages_from_elsewhere_have_none(tmp_path, module):
    for name in (f"{module}:good", f"{module}.checks:good"):
        sentence = refused(own_ledger(tmp_path, name))
        assert "no package of this suite" in sentence or "belongs to the judge" in sentence


@pytest.mark.parametrize("name", NO_NAMES, ids=lambda name: ascii(name)[:30])
def test_what_is_no_name_is_refused(tmp_path, name):
    folder = own_ledger(tmp_path, "HERE")
    told = "".join(f"\\U{ord(character):08x}" for character in name)  # as TOML writes any character
    text = (folder / "claims.toml").read_text(encoding="utf-8").replace("HERE", told)
    (folder / "claims.toml").write_text(text, encoding="utf-8")
    assert "is not of the form package.module:name" in refused(folder)


@pytest.mark.parametrize("value", NO_WORDS)
def test_what_is_no_text_is_refused(tmp_path, value):
    folder = own_ledger(tmp_path, "HERE")
    text = (folder / "claims.toml").read_text(encoding="utf-8").replace('"HERE"', value)
    (folder / "claims.toml").write_text(text, encoding="utf-8")
    refused(folder)


@pytest.mark.parametrize(
    "package", [*ELSEWHERE, "os", "sys", "builtins", "a.b", "../a", "", "a b", "a:b", "\\u0000"]
)
def test_a_ledger_cannot_allow_itself_a_package(tmp_path, package):
    paper = PAPER + f'packages = ["{package}"]\n'
    refused(own_ledger(tmp_path, f"{package}.checks:good", paper=paper))
