"""What the templates of all formats have in common.

## Main definitions
* `environment`: a Jinja environment over the templates, with the functions that each of them may call.
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ledger.report import summary
from ledger.report.commands import commands
from ledger.report.comparison import grid
from ledger.report.sharpness import noticed

TEMPLATES = Path(__file__).with_name("templates")


def environment(**options: Any) -> Environment:
    """A new environment; `options` say how a format escapes. An unknown name in a template raises."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    found.globals |= {
        "grid": grid,
        "grades": summary.GRADES,
        "standings": summary.STANDINGS,
        "standing": summary.standing,
        "grade_of": summary.grade_of,
        "commands": commands,
        "noticed": noticed,
    }
    return found
