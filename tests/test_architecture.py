"""Imports point one way, third-party packages appear where they belong, and bounds are built in two files."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOUNS = {
    f"ledger.{module}" for module in ("bound", "outcome", "describe", "compare", "figure", "model", "files")
}
MAY_IMPORT = {
    "derivations": NOUNS | {"sympy"},
    "numerics": NOUNS | {"derivations", "sympy", "mpmath", "numpy", "scipy", "numba", "flint"},
    "nn_experiments": NOUNS
    | {"derivations", "numerics", "sympy", "numpy", "scipy", "numba", "torch", "pooch", "safetensors"},
}
PICTURES = "numerics/pictures/"  # what is drawn, not what is computed: matplotlib, too
# Instructions that numba does not name; numba brings llvmlite along.
LLVM = ("numerics/paths/", "nn_experiments/network/tiles.py")
BLOCKS = "numerics/blocks/"  # what is computed elsewhere: processes and clusters, too
FOLDERS = "nn_experiments/training/resumable.py"  # one run at a time in a folder, whoever starts it
CREWS = (BLOCKS, "nn_experiments/training/workers.py")  # children that may be killed without loss
# The ledger's core is the standard library; what runs and shows may use a library each.
LEDGER_EXTRAS = {
    "cli/": {"click", "numerics", "nn_experiments", "derivations"},  # the roof,
    "engine.py": {"joblib"},
    "progress.py": {"rich"},
    "explorer/": {"jinja2", "markupsafe"},
    "report/": {"jinja2", "markupsafe", "matplotlib"},
}
BUILD_BOUNDS = {"ledger/bound.py", "numerics/bounds.py"}


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(file: Path) -> set[str]:
    """Dotted names of all modules imported anywhere in `file`, the standard library left out."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            whole = node.module in {"ledger", "derivations", "numerics", "nn_experiments"}
            named |= {f"{node.module}.{alias.name}" for alias in node.names} if whole else {node.module}
    return {module for module in plain | named if module.partition(".")[0] not in sys.stdlib_module_names}


@pytest.mark.parametrize("file", [f for package in MAY_IMPORT for f in sources(package)], ids=name)
def test_imports_point_down(file):
    package = file.relative_to(ROOT).parts[0]
    allowed = MAY_IMPORT[package] | {package} | ({"matplotlib"} if name(file).startswith(PICTURES) else set())
    allowed |= {"joblib", "distributed"} if name(file).startswith(BLOCKS) else set()
    allowed |= {"ledger.crew"} if name(file).startswith(CREWS) else set()
    allowed |= {"ledger.output"} if name(file) == FOLDERS else set()
    allowed |= {"llvmlite"} if name(file).startswith(LLVM) else set()
    strange = {m for m in imports(file) if m not in allowed and m.partition(".")[0] not in allowed}
    assert not strange


@pytest.mark.parametrize("file", sources("ledger"), ids=name)
def test_the_core_of_the_ledger_is_the_standard_library(file):
    relative = file.relative_to(ROOT / "ledger").as_posix()
    allowed = {"ledger"}.union(
        *(extra for place, extra in LEDGER_EXTRAS.items() if relative.startswith(place))
    )
    assert {m.partition(".")[0] for m in imports(file)} <= allowed


def test_the_command_line_imports_the_other_packages_inside_its_commands():
    nodes = [n for f in sources("ledger/cli") for n in ast.parse(f.read_text(encoding="utf-8")).body]
    top = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    top |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    assert not {m for m in top if m.partition(".")[0] in MAY_IMPORT}


@pytest.mark.parametrize("package", ["derivations", "numerics", "nn_experiments"])
def test_code_never_names_a_row_of_the_ledger(package):
    from ledger.load import claims

    ids = {row.claim.id for row in claims()}
    for file in sources(package):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        words = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        assert not ids & words, name(file)


@pytest.mark.parametrize("file", [f for p in ("ledger", *MAY_IMPORT) for f in sources(p)], ids=name)
def test_grades_are_never_typed_by_hand(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    if name(file) not in BUILD_BOUNDS:
        assert not [call.lineno for call in calls if call.func.id == "Bound"]


@pytest.mark.parametrize("file", [f for p in ("ledger", *MAY_IMPORT) for f in sources(p)], ids=name)
def test_text_is_never_run_as_code(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not called & {"eval", "exec", "parse_expr", "__import__"}


def test_every_work_that_is_cited_stands_in_the_references():
    known = set(
        re.findall(r"^@\w+\{(\w+),", (ROOT / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    )
    for package in ("ledger", *MAY_IMPORT):
        for file in sources(package):
            cited = set(re.findall(r"\b[A-Z][A-Za-z]+(?:19|20)\d\d\b", file.read_text(encoding="utf-8")))
            assert cited <= known, name(file)


def test_references_are_complete():
    for entry in re.findall(
        r"^@\w+\{.*\}$", (ROOT / "references.bib").read_text(encoding="utf-8"), re.MULTILINE
    ):
        assert all(f"{field} = " in entry for field in ("author", "title", "year")), entry
