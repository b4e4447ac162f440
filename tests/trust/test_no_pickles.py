"""What is read from a file is never unpickled, but for two files that a process wrote for itself.

`ledger/crew.py` unpickles what its own parent sends it through a pipe; `numerics/paths/kernel_cache.py`
unpickles compiled code from files that belong to the user alone (its tests show that it takes no others).
"""

import ast
from pathlib import Path

import pytest

from tests.conftest import PACKAGES, ROOT

ALLOWED = {("ledger/crew.py", "pickle.loads"), ("numerics/paths/kernel_cache.py", "pickle.loads")}
UNPICKLING = {
    "pickle",
    "dill",
    "cloudpickle",
    "marshal",
    "shelve",
    "jsonpickle",
    "_pickle",
    "joblib",
    "pandas",
}
READING = {"load", "loads", "open", "Unpickler", "read_pickle"}
SOURCES = sorted(
    file
    for folder in (*PACKAGES, "ledgers", "docs")
    for file in (ROOT / folder).rglob("*.py")
    if "generated" not in file.parts
)


def unsafe(source: str) -> set[str]:
    """Calls in `source` that unpickle, or could, by name."""
    tree = ast.parse(source)
    known = _imported(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {name for call in calls if (name := _name(call.func, known)) and _unpickles(name, call)}


def _imported(tree: ast.AST) -> dict[str, str]:
    """What the names of a module stand for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _name(function: ast.expr, known: dict[str, str]) -> str:
    if isinstance(function, ast.Name):
        return known.get(function.id, function.id)
    if isinstance(function, ast.Attribute):
        return f"{_name(function.value, known)}.{function.attr}"
    return ""


def _unpickles(name: str, call: ast.Call) -> bool:
    module, _, function = name.partition(".")
    given = {word.arg: ast.unparse(word.value) for word in call.keywords}
    if name == "torch.load":
        return given.get("weights_only") != "True"
    if name == "numpy.load":
        return given.get("allow_pickle", "False") != "False"
    return module in UNPICKLING and function.rpartition(".")[2] in READING


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_nothing_that_is_read_is_unpickled(file):
    place = file.relative_to(ROOT).as_posix()
    assert {(place, name) for name in unsafe(file.read_text(encoding="utf-8"))} <= ALLOWED


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.load(x)",
        "import torch as t\nt.load(x, weights_only=False)",
        "from torch import load\nload(x)",
        "from torch import load as l\nl(x, weights_only=a)",
        "import numpy as np\nnp.load(x, allow_pickle=True)",
        "import numpy\nnumpy.load(x, allow_pickle=y)",
        "import pickle\npickle.load(x)",
        "from pickle import loads\nloads(x)",
        "import pickle as p\np.Unpickler(x).load()",
        "import joblib\njoblib.load(x)",
        "import shelve\nshelve.open(x)",
        "def f():\n    import marshal\n    return marshal.loads(x)",
    ],
)
def test_a_call_that_unpickles_would_be_found(source, record_property):
    record_property("inputs", 0)
    assert unsafe(source)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.load(x, weights_only=True)",
        "import numpy as np\nnp.load(x)\nnp.load(x, allow_pickle=False)",
        "import json\njson.loads(x)",
        "from safetensors.torch import load\nload(x)",
        "import pickle\npickle.dumps(x)",
    ],
)
def test_a_call_that_does_not_is_not(source, record_property):
    record_property("inputs", 0)
    assert not unsafe(source)


def test_only_files_that_are_there_may():
    for place, name in ALLOWED:
        assert name in unsafe(Path(ROOT / place).read_text(encoding="utf-8"))
