"""What the suite is built on: reasons, licences, versions, known holes; and its tests with other versions.

    python -m tests.campaigns.dependencies
    python -m tests.campaigns.dependencies --environments

The first takes a minute. The second makes two environments, one with the lowest versions that pyproject.toml
allows, one with the newest that there are, and runs tests in both (`tests.campaigns.environments`).

## Main definitions
* `declared`, `stated`: dependencies in pyproject.toml, and on their page.
* `pins`: constraints.txt.      * `audited`: what pip-audit says of pins.
"""

import argparse
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from packaging.version import Version

from ledger.trust.campaign import RECORDS, Count, Found, Left, recorded
from tests.campaigns.licences import canonical, imported, licence, strength

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "dependencies.md"
TITLE = "Dependencies"
ASKS = "Is each dependency there for a reason, free to be used, within its bounds, and without a known hole?"
ROW = re.compile(r"\| `(?P<name>[^`]+)` \| (?P<bound>[^|]+) \| (?P<reason>[^|]+) \| (?P<licence>[^|]+) \|")
HOLES = {"jinja2": "2.11.2", "pyyaml": "5.3", "urllib3": "1.24.1"}
"""Versions of which holes are known: an audit that does not see them sees nothing."""
PATIENCE = 120.0


@dataclass(frozen=True)
class Dependency:
    """A line of pyproject.toml, or of the page that gives its `reason` and `licence`."""

    group: str
    name: str
    bound: str
    reason: str = ""
    licence: str = ""


def declared() -> list[Dependency]:
    """What pyproject.toml names; the group of what is always installed is ""."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    wanted = [(group, Requirement(line)) for group, lines in groups.items() for line in lines]
    return [Dependency(group, w.name, str(w.specifier)) for group, w in wanted]


def stated() -> list[Dependency]:
    """What docs/dependencies.md names, under headings that end in the name of the extra."""
    found, group = [], ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = match[1] if (match := re.search(r"`(\w+)`$", line)) else ""
        elif match := ROW.fullmatch(line):
            row = {key: text.strip().replace("`", "") for key, text in match.groupdict().items()}
            found.append(Dependency(group, **row))
    return found


def pins() -> dict[str, str]:
    """Versions in constraints.txt by canonical name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {
        canonical(n): v for n, _, v in (line.partition("==") for line in lines if not line.startswith("#"))
    }


def audited(wanted: Mapping[str, str]) -> dict[str, list[str] | str]:
    """For each package the holes that pip-audit knows of, or, as text, why nothing is known."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pins.txt"
        file.write_text("".join(f"{name}=={pin}\n" for name, pin in wanted.items()), encoding="utf-8")
        audit = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off"]
        try:
            done = subprocess.run(
                [*audit, "-f", "json", "-r", str(file)], capture_output=True, text=True, timeout=PATIENCE
            )
            rows = json.loads(done.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError) as error:
            return dict.fromkeys(wanted, f"pip-audit told nothing ({type(error).__name__})")
    told = {canonical(row["name"]): _holes(row) for row in rows}
    return {name: told.get(name, "pip-audit left it out") for name in wanted}


def _holes(row: Mapping[str, object]) -> list[str] | str:
    holes = row.get("vulns")
    if not isinstance(holes, list):
        return re.sub(r": .*", "", str(row.get("skip_reason", "no reason was given")))
    return [hole["id"] for hole in holes]


def _reasons() -> Found:
    page = {(d.group, d.name): d for d in stated()}
    wrong = {d.name: why for d in declared() if (why := _amiss(d, page.get((d.group, d.name))))}
    wanted = "a reason, the bound and the licence of its metadata in docs/dependencies.md"
    count = Count(
        "dependencies that pyproject.toml names", len(declared()), len(declared()) - len(wrong), wanted
    )
    return [count], [Left(name, why) for name, why in wrong.items()]


def _amiss(wanted: Dependency, told: Dependency | None) -> str:
    if told is None or not told.reason:
        return "docs/dependencies.md gives no reason for it"
    if told.bound != wanted.bound:
        return f"docs/dependencies.md says {told.bound}, pyproject.toml {wanted.bound}"
    try:
        found = licence(wanted.name)
    except PackageNotFoundError:
        return ""
    return (
        "" if told.licence == found else f"its metadata say {found!r}, docs/dependencies.md {told.licence!r}"
    )


def _licences() -> Found:
    needed = imported()
    here = {name: licence(name) for name in pins() if _installed(name)}
    kinds = {name: strength(told) for name, told in here.items()}
    bad = [n for n, kind in kinds.items() if kind == "unknown" or (kind == "strong copyleft" and n in needed)]
    wanted = "a licence that is known, and no strong copyleft in what the suite imports"
    count = Count(
        "licences of the pinned packages that are installed", len(here), len(here) - len(bad), wanted
    )
    return [count], [Left(f"the licence of {n}", f"{here[n] or 'none is named'}: {kinds[n]}") for n in bad]


def _bounds() -> Found:
    pinned, left = pins(), []
    named = [d for d in declared() if canonical(d.name) in pinned]
    for dependency in named:
        pin = pinned[canonical(dependency.name)]
        if Version(pin) not in Requirement(dependency.name + dependency.bound).specifier:
            left.append(Left(dependency.name, f"the pin {pin} is not {dependency.bound}"))
        elif (found := _installed(dependency.name)) and Version(found).public != pin:
            left.append(Left(dependency.name, f"{found} is installed, {pin} is pinned"))
    wanted = "pinned within its bounds, and installed, if at all, as pinned"
    return [Count("dependencies with a pin", len(named), len(named) - len(left), wanted)], left


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _audit() -> Found:
    seen, told = audited(HOLES), audited(pins())
    bad = [name for name, holes in seen.items() if isinstance(holes, list) and holes]
    sees = len(bad) == len(HOLES)
    clean = [name for name, holes in told.items() if holes == [] and sees]
    left = [Left(f"{n} {pins()[n]}", ", ".join(h)) for n, h in told.items() if isinstance(h, list) and h]
    if silent := [why for why in told.values() if isinstance(why, str)]:
        often = max(silent, key=silent.count)
        left.append(Left(f"known holes of {len(silent)} pinned packages", f"not reached. pip-audit: {often}"))
    elif not sees:
        left.append(Left("the audit itself", "holes that are public were not seen: it proves nothing"))
    return [
        Count("versions of which holes are public, put to pip-audit", len(HOLES), len(bad), "seen"),
        Count("pinned packages, put to pip-audit", len(told), len(clean), "nothing known"),
    ], left


def _environments() -> Found:
    """Nothing is counted: that other versions were tested has a record of its own."""
    there = (RECORDS / "environments.json").exists()
    untested = Left("tests with the lowest and the newest versions", "not run yet (--environments)")
    return [], [] if there else [untested]


def campaign() -> Found:
    """All that can be seen without another environment."""
    parts = [part() for part in (_reasons, _licences, _bounds, _audit, _environments)]
    return [c for counts, _ in parts for c in counts], [w for _, left in parts for w in left]


def main(words: list[str] | None = None) -> None:
    """Run the campaign and say where its record is."""
    options = argparse.ArgumentParser(prog="python -m tests.campaigns.dependencies", description=ASKS)
    options.add_argument("--environments", action="store_true", help="tests with lowest and newest versions")
    options.add_argument("--keep", type=Path, help="folder in which the environments are made and stay")
    options.add_argument("--workers", type=int, default=2, help="environments at work at the same time")
    options.add_argument("--minutes", type=float, default=60.0, help="after which no further tests begin")
    options.add_argument("--out", type=Path, help="folder of the record; by default the package's")
    given = options.parse_args(words)
    command = "python -m tests.campaigns.dependencies"
    if given.environments:
        from tests.campaigns.environments import record

        print(record(f"{command} --environments", given.keep, given.workers, given.minutes, given.out))
    else:
        print(recorded("dependencies", TITLE, ASKS, command, campaign, folder=given.out))


if __name__ == "__main__":
    main()
