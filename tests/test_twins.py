"""Every fast routine has a twin: a test beside a slower method, a closed form, or the definition.

A fast routine is a public function of the packages below that answers with a bound, a law or simulated paths,
or one that twins.toml names besides. Names of tests are looked up in the sources.
"""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("line", "plane", "valley", "paths", "splitting")
ANSWERS = {
    "Bound",
    "tuple[Bound, ...]",
    "Evolution",
    "PlaneDensity",
    "Wells",
    "Passages",
    "SplitEscape",
    "Estimate",
}
"""What the fast routines return, as it is annotated."""

TOLD = tomllib.loads(Path(__file__).with_name("twins.toml").read_text(encoding="utf-8"))
ALL = {f"numerics.{routine}": f"numerics/{twin}" for routine, twin in TOLD["twins"].items()} | TOLD["others"]


def definitions(file):
    """Public names defined at the head of `file`, with what they are annotated to return."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    nodes = [n for n in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(n, kinds)]
    return {n.name: ast.unparse(r) if (r := getattr(n, "returns", None)) else "" for n in nodes}


def fast_routines():
    for package in PACKAGES:
        for file in sorted((ROOT / "numerics" / package).glob("*.py")):
            for name, answer in definitions(file).items():
                if answer in ANSWERS and not name.startswith("_"):
                    yield f"{package}.{file.stem}:{name}"


def test_no_fast_routine_lacks_a_twin():
    assert sorted(fast_routines()) == sorted(TOLD["twins"] | TOLD["plumbing"])


@pytest.mark.parametrize("routine", ALL)
def test_the_twin_is_a_test_in_whose_file_the_routine_is_used(routine):
    module, name = routine.split(":")
    file, test = ALL[routine].split("::")
    source = ROOT / "tests" / file
    assert name in definitions(ROOT / f"{module.replace('.', '/')}.py")
    assert test in definitions(source)
    assert name in source.read_text(encoding="utf-8")
