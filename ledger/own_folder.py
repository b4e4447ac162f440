"""Modules that stand in a ledger's own folder.

They are imported as parts of a package made for that folder, never from `sys.path`: they hide no other
module, and `from . import other` works among them. Each is found first and imported only if it is Python
source that, links followed, lies in the folder.

## Main definitions
* `has_module`: whether there is a module of this name.
* `own_module`: the module, imported.      * `own_name`: its name as the ledger writes it.
"""

import sys
from hashlib import sha256
from importlib import import_module, invalidate_caches
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

from ledger.refusal import LedgerError


def has_module(folder: Path | None, name: str) -> bool:
    """Whether `name` is a module or a package of the folder."""
    return folder is not None and any(place.exists() for place in (folder / name, folder / f"{name}.py"))


def own_module(folder: Path, name: str) -> ModuleType:
    """The module `name` of `folder`, imported part by part, each after a look at where it lies.

    A part that is no Python source in the folder raises LedgerError, one that is not there
    ModuleNotFoundError.
    """
    invalidate_caches()
    found, path = _package(folder), _package_name(folder)
    for part in name.split("."):
        path = f"{path}.{part}"
        if path not in sys.modules:
            _require_inside(folder, PathFinder.find_spec(path, getattr(found, "__path__", [])), part)
        found = import_module(path)
    return found


def own_name(folder: Path, module: str) -> str:
    """The name of a module as the ledger writes it."""
    return module.removeprefix(f"{_package_name(folder)}.")


def _package(folder: Path) -> ModuleType:
    """What the modules of the folder are parts of; made when it is first wanted."""
    name = _package_name(folder)
    if name not in sys.modules:
        sys.modules[name] = ModuleType(name, "The modules of a ledger's folder.")
        sys.modules[name].__path__ = [str(folder)]
    return sys.modules[name]


def _package_name(folder: Path) -> str:
    return f"ledger_folder_{sha256(str(folder).encode()).hexdigest()[:12]}"


def _require_inside(folder: Path, spec: ModuleSpec | None, part: str) -> None:
    """Refuse what is not Python source in the folder; what is not there at all is left to the import.

    Raises:
        LedgerError: if it is not.
    """
    if spec is None:
        return
    for place in [spec.origin] if spec.origin else list(spec.submodule_search_locations or ()):
        if not Path(place).resolve().is_relative_to(folder):
            raise LedgerError(f"module {part}: {Path(place).name} leads out of the ledger's folder")
    if spec.origin and not spec.origin.endswith(".py"):
        raise LedgerError(f"module {part}: {Path(spec.origin).name} is not Python source")
