import re
from hashlib import sha256

import pytest

from ledger.report.vendor import ASSETS, PACKAGE_SHA256, VERSION, rebuild, style_sheet


def test_the_vendored_files_are_those_that_the_list_of_assets_names():
    listed = dict(re.findall(r"\| `([\w.-]+)` \|.*`([0-9a-f]{64})`", (ASSETS / "README.md").read_text()))
    assert set(listed) == {"katex.js", "katex.css", "katex-LICENSE.txt", "katex-fonts-OFL.txt"}
    assert listed == {name: sha256((ASSETS / name).read_bytes()).hexdigest() for name in listed}


def test_the_vendored_version_is_the_pinned_one():
    assert f'"{VERSION}"' in (ASSETS / "katex.css").read_text()
    assert f"KaTeX {VERSION}" in (ASSETS / "README.md").read_text()


def test_fonts_are_inlined_and_unused_ones_left_out():
    faces = "".join(
        f"@font-face{{font-family:KaTeX_{name};src:url(fonts/KaTeX_{name}-Regular.woff2) "
        f'format("woff2"),url(fonts/KaTeX_{name}-Regular.ttf) format("truetype");font-weight:400}}'
        for name in ("Main", "Fraktur")
    )
    css = style_sheet(faces + ".katex{color:red}", lambda name: name.encode())
    assert "Fraktur" not in css
    assert css.count("url(") == css.count("url(data:font/woff2;base64,") == 1
    assert css.endswith("font-weight:400}.katex{color:red}")


def test_another_package_is_refused(tmp_path):
    (tmp_path / "katex.tgz").write_bytes(b"something else")
    with pytest.raises(ValueError, match=PACKAGE_SHA256):
        rebuild(tmp_path / "katex.tgz", tmp_path)
