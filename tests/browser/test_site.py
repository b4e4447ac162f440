"""The site of `make docs`: built without a warning, no request, and every formula is set."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.pages import READY, SCHEMES, WIDTHS
from tests.browser.test_report_access import TAGS

ROOT = Path(__file__).resolve().parents[2]
SENT_FOR = re.compile(
    r"""<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)=["'](?:https?:)?//|@import|url\(["']?(?:https?:)?//"""
)
pytestmark = pytest.mark.xdist_group("site")  # built once


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("sphinx", reason="sphinx is not installed; the documentation is NOT built here")
    out = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        out / "trees",
        "docs",
        out / "site",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out / "site"


def test_the_site_asks_the_network_for_nothing(site):
    files = [file for file in site.rglob("*") if file.suffix in (".html", ".css")]
    assert len(files) > 20
    assert {file.name: SENT_FOR.findall(file.read_text(encoding="utf-8")) for file in files} == {
        file.name: [] for file in files
    }


def test_every_claim_has_its_place_on_the_site(site):
    from ledger import load

    text = "".join(page.read_text(encoding="utf-8") for page in site.glob("generated/mathematics-*.html"))
    assert [row.claim.id for row in load.claims() if f">{row.claim.id}<" not in text] == []


def opened(browser, page, width=1400, scheme="light"):
    """The page, its formulas set, and whatever it complained of or asked for."""
    noise = []
    window = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    window.on("console", lambda message: noise.append(message.text))
    window.on("pageerror", lambda error: noise.append(str(error)))
    window.on("request", lambda request: noise.append(request.url))
    window.goto(page.as_uri())
    window.wait_for_selector(READY, state="attached")
    return window, [line for line in noise if not line.startswith(("file:", "data:"))]


@pytest.mark.browser
def test_every_formula_is_set(browser, site):
    pages = [*site.glob("*.html"), *site.glob("generated/*.html")]
    for page in pages:
        window, noise = opened(browser, page)
        errors = window.eval_on_selector_all(".katex-error", "nodes => nodes.map(node => node.title)")
        window.context.close()
        assert (page.name, noise, errors) == (page.name, [], [])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(browser, site, width, scheme):
    for name in (
        "index",
        "taylor_panels",
        "simulation",
        "generated/mathematics-02",
        "generated/reference-line",
    ):
        window, noise = opened(browser, site / f"{name}.html", width, scheme)
        assert noise == []
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        window.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_core_finds_no_violation(browser, site, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    # Without preload: axe-core would ask for the style sheets, which no browser reads from a file for it.
    rules = {"resultTypes": ["violations"], "preload": False, "runOnly": {"type": "tag", "values": TAGS}}
    for name in ("index", "quick_start", "generated/mathematics-02", "generated/reference-line"):
        window, noise = opened(browser, site / f"{name}.html", width, scheme)
        found = axe.Axe().run(window, options=rules)
        told = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]]
        window.context.close()
        assert (name, noise, told) == (name, [], [])


@pytest.mark.browser
def test_what_is_wider_than_the_screen_is_scrolled_by_keyboard(browser, site):
    window, _ = opened(browser, site / "index.html", width=390)
    wide = window.locator("pre").first
    wide.focus()
    assert wide.evaluate("node => node === document.activeElement && node.scrollWidth > node.clientWidth")
    window.context.close()
