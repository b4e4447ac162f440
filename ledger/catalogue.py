"""The checks that a ledger may name: "package.module:name" -> Check.

A ledger is data, and data must not choose what runs on a machine. A name leads to this suite's packages, to
Python source in the ledger's own folder, or to packages that the ledger declares and the user allows;
every other name is refused before anything is imported.

## Main definitions
* `Catalogue`: where the checks of a ledger may stand; `check` and `source` look a name up there.
* `SUITE`: the catalogue of the suite's own ledger.
"""

import ast
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from ledger.model import Check
from ledger.own_folder import has_module, own_module, own_name
from ledger.refusal import LedgerError, shown

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("derivations", "numerics", "nn_experiments")
JUDGE = "ledger"
WORD = r"[A-Za-z][A-Za-z0-9_]*"
CHECK_NAME = re.compile(rf"({WORD})(?:\.{WORD})*:{WORD}")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where the checks of a ledger may stand, besides this suite's packages.

    Args:
        folder: the ledger's own folder, links resolved; None for the suite's own ledger.
        packages: importable packages that the ledger declares and the user allows.
    """

    folder: Path | None = None
    packages: tuple[str, ...] = ()

    def require(self, name: str) -> None:
        """Refuse a name that has no right form or leads elsewhere; nothing is imported to see it.

        Raises:
            LedgerError: if it does.
        """
        form = CHECK_NAME.fullmatch(name) if len(name) <= LONGEST else None
        if form is None or (form[1] in PACKAGES and name.startswith(f"{form[1]}:")):
            raise LedgerError(f"check {shown(name)} is not of the form package.module:name")
        if form[1] in sys.stdlib_module_names or form[1] == JUDGE:
            owner = "the judge" if form[1] == JUDGE else "Python's standard library"
            raise LedgerError(f"check {name!r}: {form[1]} belongs to {owner}, where no check stands")
        if form[1] not in (*PACKAGES, *self.packages) and not has_module(self.folder, form[1]):
            raise LedgerError(
                f"check {name!r}: {form[1]} is no package of this suite and no module of the ledger's folder;"
                " a package elsewhere has to be declared in paper.toml and allowed with --allow"
            )

    def check(self, name: str) -> Check:
        """The Check called "package.module:name".

        A name that is refused, that is not there, or whose module ends the program raises LedgerError; what
        else a module raises while it is imported is raised here, too.
        """
        return _check(self, name)

    def source(self, name: str) -> str:
        """Where the Check stands: "numerics/line/escape.py:120"; a ledger's own, from its folder on."""
        module, _, attribute = name.partition(":")
        file = self._file(module)
        line = _assignments(file).get(attribute, 0) if file else 0
        return f"{module.replace('.', '/')}.py:{line}"

    def _file(self, module: str) -> Path | None:
        """The source of a module, if it can be found without importing anything."""
        parts = module.split(".")
        stem = (self._base(parts[0]) or ROOT).joinpath(*parts)
        files = (stem.with_name(f"{stem.name}.py"), stem / "__init__.py")
        return next((file for file in files if file.is_file()), None)

    def _base(self, root: str) -> Path | None:
        """The folder in which the module or package `root` lies."""
        if root in PACKAGES:
            return ROOT
        if has_module(self.folder, root):
            return self.folder
        spec = find_spec(root)
        if spec is None or spec.origin is None:
            return None
        return Path(spec.origin).parents[1 if spec.submodule_search_locations else 0]


SUITE = Catalogue()


@cache
def _check(catalogue: Catalogue, name: str) -> Check:
    catalogue.require(name)
    module, _, attribute = name.partition(":")
    try:
        found = vars(_module(catalogue, module)).get(attribute)
    except ModuleNotFoundError as error:
        missing = own_name(catalogue.folder or ROOT, str(error.name))
        raise LedgerError(f"check {name!r}: there is no module {missing}") from error
    except SystemExit as error:
        raise LedgerError(f"check {name!r}: {module} ended the program while it was imported") from error
    if not isinstance(found, Check):
        raise LedgerError(f"check {name!r}: {module} has no Check called {attribute}")
    return found


def _module(catalogue: Catalogue, module: str) -> ModuleType:
    """The module, imported from where the catalogue says."""
    root = module.partition(".")[0]
    if root in PACKAGES:
        _require_the_suites(root)
    elif catalogue.folder is not None and has_module(catalogue.folder, root):
        return own_module(catalogue.folder, module)
    return import_module(module)


@cache
def _require_the_suites(package: str) -> None:
    """Refuse a package of another place that has the name of one of the suite's.

    Raises:
        LedgerError: if it is one.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None or Path(spec.origin).resolve().parent != ROOT / package:
        raise LedgerError(f"another package {package} hides that of this suite; leave its folder")


@cache
def _assignments(file: Path) -> Mapping[str, int]:
    """Names assigned at the top level of a source, with their lines; none if it cannot be read."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    return {
        target.id: node.lineno
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
