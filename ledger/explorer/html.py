"""The interactive page as one self-contained HTML file: no request, and no script but its own.

## Main definitions
* `page`: tables -> HTML.

## Implementation notes
The tables travel as JSON in a data block, which no browser runs. The style sheet is the report's, and some
lines of its own. The content security policy names the scripts by their hashes.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Context
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

Data = Mapping[str, Any]
HERE = Path(__file__).parent
REPORT = HERE.parent / "report" / "assets"
SCRIPTS = ("numbers.js", "landscape.js", "times.js", "words.js", "commands.js", "explore.js")
DEFAULTS = {"gamma": 0.005, "M": 16, "beta": 200, "N": 50000}
"""η = 32: between the first and the last landscape of the menu the barriers are 2.7 to 24 ε high."""
USUAL_HEIGHT = 8


def page(landscapes: Sequence[Data], version: str, *, report: str = "") -> str:
    """The page for these landscapes, the first one shown at first; `report`: where the report is, if any."""
    defaults = _defaults(landscapes)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            landscapes=landscapes,
            defaults=defaults,
            error=max(land["error"] for land in landscapes),
            tables=_block({"landscapes": landscapes, "defaults": defaults}),
            styles=[Markup((REPORT / "page.css").read_text(encoding="utf-8")), Markup(_asset("explore.css"))],
            scripts=[Markup(_asset(name)) for name in SCRIPTS],
            policy=_policy(),
            version=version,
            report=report,
        )
    )


def _defaults(landscapes: Sequence[Data]) -> dict[str, float]:
    """The settings at first; of one landscape alone with the noise that makes its barrier about 8 ε high."""
    if len(landscapes) > 1:
        return DEFAULTS
    fitting = 2 * DEFAULTS["M"] * landscapes[0]["barrier"] / (DEFAULTS["gamma"] * USUAL_HEIGHT)
    return DEFAULTS | {"beta": float(f"{fitting:.2g}")}


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )
    found.filters |= {"formula": formula, "power": power}
    return found


def formula(text: str) -> Markup:
    """A formula with raised powers and without signs of multiplication, for readers.

    >>> str(formula("(w**2-1)**2/4"))
    '(<i>w</i><sup>2</sup> − 1)<sup>2</sup>/4'
    """
    spaced = re.sub(r"(?<=[\w)])\s*([+-])\s*", r" \1 ", text.replace("e-", "e\0"))
    told = str(escape(spaced)).replace("-", "−").replace("\0", "−")
    told = re.sub(r"\*\*\s*(\d+)", r"<sup>\1</sup>", told)
    told = re.sub(r"(?<![*])\*(?![*])", "\u202f", told)
    return Markup(re.sub(r"\b([a-z])\b(?![^<]*>)", r"<i>\1</i>", told))


def power(number: float) -> str:
    """A small number with one digit, rounded up, and a power of ten.

    >>> power(5.8e-9)
    '6·10⁻⁹'
    """
    digits = Context(prec=1, rounding=ROUND_CEILING).create_decimal(repr(number))
    size = digits.adjusted()
    return f"{digits.scaleb(-size):f}·10{str(size).translate(SUPERSCRIPTS)}"


@cache
def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


def _block(data: Any) -> Markup:
    """JSON that cannot end the element that holds it."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _policy() -> str:
    """The content security policy: nothing from anywhere, and only these scripts."""
    digests = (base64.b64encode(sha256(_asset(name).encode()).digest()).decode() for name in SCRIPTS)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"style-src 'unsafe-inline'; script-src {allowed}"
    )
