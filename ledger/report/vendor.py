"""Rebuild assets/katex.js, assets/katex.css and their licence from the package that npm serves.

    npm pack katex@0.19.1
    python -m ledger.report.vendor katex-0.19.1.tgz

The fonts go into the style sheet as data URIs, so that the report needs no other file; families that
no formula of the suite uses are left out and fall back to the system's fonts.
"""

import base64
import re
import sys
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

ASSETS = Path(__file__).with_name("assets")
VERSION = "0.19.1"
PACKAGE_SHA256 = "24da5a599eb2fcede2e270b99a6ff48bca816beecc95feeb84e8cccbd1bb34fd"
LEFT_OUT = (
    "Caligraphic-Bold",
    "Fraktur",
    "Main-BoldItalic",
    "Main-Italic",
    "SansSerif",
    "Script",
    "Typewriter",
)
FACE = re.compile(r"@font-face\{[^}]*\}")
WOFF2 = re.compile(r"src:url\(fonts/(KaTeX_([\w-]+)\.woff2)\)[^;}]*")


def style_sheet(css: str, font: Callable[[str], bytes]) -> str:
    """`css` with the fonts inlined; `font` gives the bytes of a file by its name."""

    def face(match: re.Match[str]) -> str:
        rule = match.group()
        source = WOFF2.search(rule)
        if source is None or source[2].startswith(LEFT_OUT):
            return ""
        data = base64.b64encode(font(source[1])).decode()
        return WOFF2.sub(f'src:url(data:font/woff2;base64,{data}) format("woff2")', rule)

    return FACE.sub(face, css)


def rebuild(package: Path, assets: Path = ASSETS) -> None:
    """Write the vendored files from npm's package.

    Raises:
        ValueError: if `package` is not the pinned one.
    """
    found = sha256(package.read_bytes()).hexdigest()
    if found != PACKAGE_SHA256:
        raise ValueError(f"{package}: SHA-256 is {found}, KaTeX {VERSION} has {PACKAGE_SHA256}")
    with tarfile.open(package) as archive:

        def member(name: str) -> bytes:
            file = archive.extractfile(f"package/{name}")
            assert file is not None, name
            return file.read()

        css = style_sheet(member("dist/katex.min.css").decode(), lambda name: member(f"dist/fonts/{name}"))
        (assets / "katex.css").write_text(css, encoding="utf-8")
        (assets / "katex.js").write_bytes(member("dist/katex.min.js"))
        (assets / "katex-LICENSE.txt").write_bytes(member("LICENSE"))


if __name__ == "__main__":
    rebuild(Path(sys.argv[1]))
