"""Evidence as JSON and back: the evidence file, and the journal of an unfinished run.

## Main definitions
* `told`, `recalled`: evidence to JSON data and back.
* `evidence_file`: the content of an evidence file; `evidence_bytes`: the file of a content.
* `fingerprint`: a digest of all that results depend on; `source_digest`: of the suite's sources;
  `digest_of`: of a ledger's own.
* `Journal`: finished checks of a run that may be interrupted, one file each.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ledger.bound import Grade
from ledger.catalogue import SUITE, Catalogue
from ledger.figure import Contours, Curve, Figure, Panel
from ledger.files import as_json, write_atomically
from ledger.model import Control, Evidence, Of, Setting
from ledger.mutation import Discrimination
from ledger.outcome import Outcome
from ledger.run import Run, Status

SCHEMA = 1
ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ledger", "derivations", "numerics", "nn_experiments")
SOURCES = {".py", ".toml", ".npz"}
OWN_SOURCES = SOURCES | {".npy", ".csv", ".txt"}
DIGITS = 16
DIGEST = "digest"


def evidence_file(path: Path) -> dict[str, Any]:
    """The content of an evidence file.

    Raises:
        ValueError: if it is no evidence file of this version of the suite, or not as it was written.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        is_ours = isinstance(content, dict) and content.get("schema") == SCHEMA
        is_sound = not is_ours or _is_sound(content)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: not an evidence file: {error}") from error
    if not is_ours:
        raise ValueError(f"{path}: not an evidence file of schema {SCHEMA}; `sgd-theorems verify` writes one")
    if not is_sound:
        raise ValueError(
            f"{path}: the evidence is damaged or was changed; `sgd-theorems verify` writes it anew"
        )
    return dict(content)


def evidence_bytes(content: Mapping[str, Any]) -> bytes:
    """An evidence file with this content, and with a digest of it, by which damage is noticed."""
    return as_json({**content, "times": content["times"] | {DIGEST: _digest(content)}})


def _is_sound(content: dict[str, Any]) -> bool:
    """Whether the content is what its digest is of; the digest is taken out. One without it may be so."""
    times = content.get("times")
    said = times.pop(DIGEST, None) if isinstance(times, dict) else None
    return said is None or said == _digest(content)


def _digest(data: Any) -> str:
    return sha256(as_json(data)).hexdigest()


def told(evidence: Evidence) -> dict[str, Any]:
    """Evidence as JSON data."""
    return asdict(evidence) | {"grade": evidence.grade.label, "has_teeth": evidence.has_teeth}


def recalled(data: dict[str, Any]) -> Evidence:
    """The Evidence that `told` told."""
    plain = {k: v for k, v in data.items() if k != "has_teeth"}
    return Evidence(
        **plain
        | {
            "of": Of(data["of"]),
            "outcome": Outcome(data["outcome"]),
            "grade": Grade[data["grade"].upper()],
            "controls": tuple(
                Control(**c | {"expected": Outcome(c["expected"]), "found": Outcome(c["found"])})
                for c in data["controls"]
            ),
            "discrimination": _discrimination(data["discrimination"]),
            "figures": tuple(_figure(f) for f in data["figures"]),
        }
    )


def run_told(run: Run) -> dict[str, Any]:
    """A Run as JSON data."""
    return asdict(run) | {"evidence": told(run.evidence) if run.evidence else None}


def run_recalled(data: dict[str, Any]) -> Run:
    """The Run that `run_told` told."""
    evidence = recalled(data["evidence"]) if data["evidence"] else None
    return Run(**data | {"status": Status(data["status"]), "evidence": evidence})


def _discrimination(data: dict[str, Any]) -> Discrimination:
    return Discrimination(**data | {"survived": tuple(data["survived"])})


def _figure(data: dict[str, Any]) -> Figure:
    return Figure(**data | {"panels": tuple(_panel(panel) for panel in data["panels"])})


def _panel(data: dict[str, Any]) -> Panel:
    curves = tuple(Curve(**{name: _tuple(value) for name, value in c.items()}) for c in data["curves"])
    heights = data.get("contours")
    contours = heights and Contours(**{name: _tuple(value) for name, value in heights.items()})
    return Panel(**data | {"curves": curves, "contours": contours})


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def fingerprint(setting: Setting, catalogue: Catalogue = SUITE) -> str:
    """A digest of everything a result depends on: the sources of suite and ledger, and the setting."""
    digest = sha256(repr(setting).encode() + digest_of(catalogue).encode() + source_digest().encode())
    return digest.hexdigest()[:DIGITS]


def source_digest() -> str:
    """A digest of the sources of the suite."""
    digest = sha256()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.suffix in SOURCES:
                digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:DIGITS]


def digest_of(catalogue: Catalogue) -> str:
    """A digest of a ledger's own folder and of the packages that it may name; "" for the suite's ledger."""
    if catalogue.folder is None:
        return ""
    digest = sha256()
    for base in (catalogue.folder, *_places(catalogue.packages)):
        for file in _own_sources(base):
            digest.update(file.relative_to(base).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:DIGITS]


def _places(packages: Iterable[str]) -> Iterator[Path]:
    """Where packages stand that are not in the ledger's folder.

    Yields:
        their folders, or the file of a module.
    """
    for spec in map(find_spec, packages):
        if spec is not None:
            yield from map(Path, spec.submodule_search_locations or filter(None, [spec.origin]))


def _own_sources(base: Path) -> Iterator[Path]:
    """The sources and data below a folder, or the one file; no links, nothing hidden, no environment.

    Yields:
        files, in an order that depends on their names only.
    """
    if base.is_file():
        yield base
    for folder, inner, names in os.walk(base):
        here = Path(folder)
        inner[:] = sorted(
            name for name in inner if name[0] not in "._" and not (here / name / "pyvenv.cfg").exists()
        )
        files = (here / name for name in sorted(names) if Path(name).suffix in OWN_SOURCES)
        yield from (file for file in files if file.is_file() and not file.is_symlink())


class Journal:
    """The finished checks of a run, one file each, so that an interrupted run resumes.

    Only checks that ran are kept (what broke or timed out is tried again), and only for the very same
    sources and setting.
    """

    def __init__(self, folder: Path, setting: Setting, catalogue: Catalogue = SUITE) -> None:
        self.parent = folder
        self.folder = folder / fingerprint(setting, catalogue)

    def finished(self) -> dict[str, Run]:
        """The runs kept by an interrupted run of the same sources and setting, by check."""
        runs = {}
        for file in sorted(self.folder.glob("*.json")):
            with suppress(ValueError, KeyError, TypeError):  # what cannot be read is run again
                kept = json.loads(file.read_text(encoding="utf-8"))
                if kept[DIGEST] == _digest(kept["run"]):
                    run = run_recalled(kept["run"])
                    runs[run.check] = run
        return runs

    def keep(self, run: Run) -> None:
        """Keep a finished run, if it gave evidence."""
        if run.evidence is not None:
            name = sha256(run.check.encode()).hexdigest()[:24]
            kept = run_told(run)
            write_atomically(self.folder / f"{name}.json", as_json({"run": kept, DIGEST: _digest(kept)}))

    def clear(self) -> None:
        """Forget everything: the run is complete, or what is kept belongs to other sources."""
        shutil.rmtree(self.parent, ignore_errors=True)
