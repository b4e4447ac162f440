"""Pages that nobody writes: made when the site is built, never committed.

## Main definitions
* `generated`: name -> text of the reference, of the mathematics of the checks, and of the errata.
* `for_the_site`: a page that is also read beside the code, with links that lead somewhere on the site.
* `with_claims_linked`: the same page, where ids of claims lead to what checks them.
"""

import re
from collections.abc import Iterator
from functools import cache
from os.path import relpath
from pathlib import Path
from typing import Any

from docs.site import mathematics, reference

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FOLDER = DOCS / "generated"
LINK = re.compile(r"(!?\[[^\]]*\])\(([^)\s#]+)((?:#[^)\s]*)?)\)")
KEPT = r"^(?P<fence>```+|~~~+).*?^(?P=fence)|^#.*?$|\[`[^`\n]+`\]"  # blocks of code, titles, links
CODE = re.compile(rf"(?P<kept>{KEPT})|`(?P<id>[^`\n]+)`", re.DOTALL | re.MULTILINE)
HOME = "<!-- README -->"


def setup(app: Any) -> dict[str, Any]:
    """Write the generated pages before Sphinx looks for sources, and mend links as it reads them."""
    app.connect("config-inited", _write)
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def generated() -> Iterator[tuple[str, str]]:
    """Name and text of each page."""
    yield from mathematics.pages()
    yield from reference.pages()
    yield "errata", (ROOT / "ERRATA.md").read_text(encoding="utf-8")


def _write(app: Any, config: object) -> None:
    FOLDER.mkdir(exist_ok=True)
    made = {FOLDER / f"{name}.md": text for name, text in generated()}
    for old in set(FOLDER.glob("*.md")) - set(made):
        old.unlink()
    for file, text in made.items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


def _read(app: Any, name: str, source: list[str]) -> None:
    if HOME in source[0]:
        readme = ROOT / "README.md"
        app.env.note_dependency(str(readme))
        source[0] = source[0].replace(HOME, for_the_site(readme.read_text(encoding="utf-8"), ROOT))
    else:
        folder = (DOCS / f"{name}.md").parent
        source[0] = for_the_site(source[0], folder)
        if not name.startswith("generated/mathematics"):
            source[0] = with_claims_linked(source[0], folder)


def for_the_site(text: str, folder: Path) -> str:
    """`text`, a page in `folder`, with links that lead out of docs/ turned to what the site has.

    The README is the home of the site, the errata are a page of it, another file can be had as it is; a
    folder has no page, so that its name alone remains.
    """

    def turned(match: re.Match[str]) -> str:
        words, target, anchor = match.groups()
        place = (folder / target).resolve()
        if ":" in target or not place.exists():
            return match[0]
        if place.is_dir():
            return words[1:-1]
        place = {ROOT / "README.md": DOCS / "index.md", ROOT / "ERRATA.md": FOLDER / "errata.md"}.get(
            place, place
        )
        return f"{words}({_from(DOCS if folder == ROOT else folder, place)}{anchor})"

    return LINK.sub(turned, text)


def with_claims_linked(text: str, folder: Path) -> str:
    """`text`, a page in `folder`, in which an id in code type leads to its claim; not in blocks of code."""

    def turned(match: re.Match[str]) -> str:
        claim = match["id"]
        page = _pages_of_claims().get(claim)
        if match["kept"] or not page:
            return match[0]
        anchor = re.sub(r"[^\w-]", "", claim.lower())
        return f"[`{claim}`]({_from(folder, FOLDER / page)}.md#{anchor})"

    return CODE.sub(turned, text)


@cache
def _pages_of_claims() -> dict[str, str]:
    return {row.claim.id: name for name, rows in mathematics.sections() for row in rows}


def _from(folder: Path, place: Path) -> str:
    return Path(relpath(place, folder)).as_posix()
