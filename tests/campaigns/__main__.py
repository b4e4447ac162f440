"""All campaigns, one after the other: `make trust`.

A campaign that fails does not stop the others; the status at the end tells of it. Those that are interrupted
leave the records that were there.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ledger.trust.campaign import campaigns
from ledger.trust.plan import PLAN
from tests.conftest import ROOT


def ran(name: str, out: Path | None) -> bool:
    """Run a campaign in a process of its own; whether it ended well."""
    words = ["--out", str(out)] if out else []
    command = [sys.executable, "-m", f"tests.campaigns.{name}", *words]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def told(out: Path | None) -> str:
    """The lines of all records: what, as wanted of tried."""
    lines = [
        f"{campaign.name:16}{count.as_wanted:>9} of {count.tried:<9} {count.what}"
        for campaign in campaigns(out)
        for count in campaign.counts
    ]
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Run the campaigns; the status, 1 if any of them failed."""
    options = argparse.ArgumentParser(prog="python -m tests.campaigns", description=__doc__)
    options.add_argument(
        "--only", nargs="+", choices=PLAN, default=[*PLAN], metavar="NAME", help=", ".join(PLAN)
    )
    options.add_argument("--out", type=Path, help="folder of the records; by default the package's")
    given = options.parse_args(words)
    out = given.out and given.out.resolve()
    failed = []
    for number, name in enumerate(given.only, 1):
        print(f"[{number} of {len(given.only)}] {name}: {PLAN[name]}", file=sys.stderr, flush=True)
        begin = time.monotonic()
        if not ran(name, out):
            failed.append(name)
        print(f"{name}: {(time.monotonic() - begin) / 60:.1f} min", file=sys.stderr, flush=True)
    print(told(out))
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
