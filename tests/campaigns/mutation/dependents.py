"""Who imports a module, and so which tests and claims can notice that it is wrong.

## Main definitions
* `Tree`: the files of a copy of the suite with their imports.
* `Tree.judges`: the tests and claims that judge a module, the nearest first.

## Implementation notes
Nothing is imported here; imports are read from the text, those inside of functions, too.
"""

import ast
import tomllib
from collections import deque
from functools import cached_property
from pathlib import Path

PACKAGES = ("ledger", "derivations", "numerics", "nn_experiments")
MIRRORED, OWN_CHECKS, OWN_CLAIMS = "own tests", "own checks", "own claims"
OTHER_TESTS, FURTHER_CLAIMS = "tests", "claims"
MOST_TESTS, MOST_CLAIMS = 3, 6
"""Of tests that are not the module's own, and of claims whose checks stand elsewhere, so many are asked."""

Judge = tuple[str, str]  # kind, and the file, the claim's id or the check's name


class Tree:
    """The suite in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        files = [f for p in (*PACKAGES, "tests") for f in sorted((root / p).rglob("*.py"))]
        self.files = {_dotted(file.relative_to(root)): file.relative_to(root).as_posix() for file in files}
        self.imports = {name: self._imports(root / file) for name, file in self.files.items()}

    def _imports(self, file: Path) -> set[str]:
        """The modules of the suite that `file` names in its imports."""
        found = set()
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        return found & set(self.files)

    @cached_property
    def importers(self) -> dict[str, set[str]]:
        """Who imports a module, by its name."""
        found: dict[str, set[str]] = {name: set() for name in self.files}
        for name, others in self.imports.items():
            for other in others:
                found[other].add(name)
        return found

    @cached_property
    def checks_of(self) -> dict[str, list[str]]:
        """The names of the checks of each claim."""
        return {
            claim["id"]: claim.get("checks", [])
            for file in sorted((self.root / "ledger" / "claims").glob("*.toml"))
            for claim in tomllib.loads(file.read_text(encoding="utf-8")).get("claim", [])
        }

    def checks(self, module: str) -> list[str]:
        """The names of the checks that stand in `module`."""
        return sorted({n for names in self.checks_of.values() for n in names if n.split(":")[0] == module})

    @cached_property
    def rows(self) -> dict[str, tuple[str, ...]]:
        """Of each claim, the modules in which its checks stand; claims about networks are left out."""
        homes = {
            row: tuple(dict.fromkeys(n.split(":")[0] for n in names)) for row, names in self.checks_of.items()
        }
        return {
            name: modules
            for name, modules in homes.items()
            if modules and not any(module.startswith("nn_experiments") for module in modules)
        }

    def carries_verdicts(self, module: str) -> bool:
        """Whether checks stand in it."""
        return any(module in modules for modules in self.rows.values())

    def dependents(self, module: str) -> dict[str, int]:
        """Whoever imports `module`, directly or not, with the number of steps; itself at 0."""
        steps, waiting = {module: 0}, deque([module])
        while waiting:
            here = waiting.popleft()
            for other in sorted(self.importers[here]):
                if other not in steps:
                    steps[other] = steps[here] + 1
                    waiting.append(other)
        return steps

    def needed(self, names: set[str]) -> list[str]:
        """The modules of the packages that `names` import, directly or not; what is needed comes first."""
        order: dict[str, None] = {}

        def visit(name: str, way: frozenset[str]) -> None:
            if name in order or name in way:
                return
            for other in sorted(self.imports[name]):
                visit(other, way | {name})
            order[name] = None

        for name in sorted(names):
            visit(name, frozenset())
        return [name for name in order if name.partition(".")[0] in PACKAGES]

    def judges(self, module: str) -> list[Judge]:
        """Tests and claims, in the order in which they are asked: the module's own first."""
        steps = self.dependents(module)
        tests = sorted(
            (name for name in steps if name.rpartition(".")[2].startswith("test_") and steps[name] <= 2),
            key=lambda name: (steps[name], self._weight(name), name),
        )
        own = [name for name in tests if name in _mirrors(module)]
        named = [name for name in tests if steps[name] == 1 and _namesake(name, module) and name not in own]
        others = [name for name in tests if name not in own and name not in named and _may_judge(name)]
        claims = sorted(self.rows, key=lambda row: (min(steps.get(m, 99) for m in self.rows[row]), row))
        near = [row for row in claims if module in self.rows[row]]
        judged = "ledger.engine" in steps  # by it all claims are
        further = [row for row in claims if row not in near and (judged or set(self.rows[row]) & set(steps))]
        return [
            *([(MIRRORED, self.files[module])] if ">>>" in self._text(module) else []),
            *((MIRRORED, self.files[name]) for name in (*own, *named)),
            *((OWN_CHECKS, name) for name in self.checks(module)),
            *((OWN_CLAIMS, row) for row in near),
            *((OTHER_TESTS, self.files[name]) for name in others[:MOST_TESTS]),
            *((FURTHER_CLAIMS, row) for row in further[:MOST_CLAIMS]),
        ]

    def _weight(self, name: str) -> int:
        return len(self._text(name))

    def _text(self, name: str) -> str:
        return (self.root / self.files[name]).read_text(encoding="utf-8")


def _dotted(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _mirrors(module: str) -> set[str]:
    """Where the tests of `module` stand by the rule: tests/a/test_b.py for a/b.py."""
    folder, _, name = module.rpartition(".")
    return {f"tests.{folder}.test_{name}"}


def _namesake(test: str, module: str) -> bool:
    """Tests called after the module, test_escape_rates.py for escape.py."""
    folder, _, name = module.rpartition(".")
    return test.startswith(f"tests.{folder}.test_{name}")


def _may_judge(test: str) -> bool:
    """Tests of pages, of damage and of the whole suite take long and say little of one module."""
    return not test.startswith(("tests.browser", "tests.documentation", "tests.benchmarks", "tests.test_"))
