"""The report page in a browser: offline, in light and dark, narrow and wide, by keyboard."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import pytest

from ledger import load
from ledger.report.html import page as rendered
from tests.ledger.sample_evidence import sample

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SCHEMES = ("light", "dark")
WIDTHS = (390, 1400)
READY = "html[data-math=done]"
CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => rgb(colour).map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const words = [...document.querySelectorAll('body *')].filter((node) =>
    [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()));
  return Math.min(...words.map((node) => light(getComputedStyle(node).color))
    .map((ink) => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)));
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        pytest.skip(f"no browser found: looked for {', '.join(NAMES)}; the report page is NOT tested here")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(rendered(sample()), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def opened(browser, address):
    """Opens the page; when the test ends, it must have asked for nothing and complained of nothing."""
    noise: list[str] = []
    contexts = []

    def go(query: str = "", width: int = 1400, scheme: str = "light", scripts: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: noise.append(request.url))
        page.goto(address + query)
        if scripts:
            page.wait_for_selector(READY, state="attached")
        return page

    yield go
    for context in contexts:
        context.close()
    assert [line for line in noise if not line.startswith((address, "data:"))] == []


def shown(page) -> list[str]:
    return page.eval_on_selector_all("article:not([hidden])", "nodes => nodes.map(node => node.id)")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows_and_all_mathematics_is_rendered(opened, width, scheme):
    page = opened(width=width, scheme=scheme)
    page.get_by_role("button", name="Unfold all").click()
    page.eval_on_selector_all("details", "nodes => nodes.forEach(node => { node.open = true; })")
    sync_api.expect(page.locator("var:not([data-done])")).to_have_count(0)
    assert page.eval_on_selector_all(".katex-error", "nodes => nodes.map(node => node.title)") == []
    assert page.locator("var > .katex, var > .katex-display").count() == page.locator("var").count() > 50
    assert page.evaluate("document.documentElement.scrollWidth") == width
    beyond = (
        "nodes => nodes.filter(node => node.getBoundingClientRect().right > innerWidth + 1"
        " && !node.closest('.scroll, .prose, .unseen, .katex-mathml')"
        ").map(node => node.outerHTML.slice(0, 200))"
    )
    assert page.eval_on_selector_all("body *", beyond) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_from_the_paper(opened, scheme):
    page = opened(scheme=scheme)
    assert page.evaluate(CONTRAST) >= 4.5


def test_light_and_dark_differ(opened):
    papers = [
        opened(scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in SCHEMES
    ]
    inks = [
        opened(scheme=scheme).eval_on_selector("figure svg path", "n => getComputedStyle(n).color")
        for scheme in SCHEMES
    ]
    assert len(set(papers)) == len(set(inks)) == 2


def test_the_page_has_landmarks_and_headings_in_order(opened):
    page = opened()
    for role in ("banner", "main", "contentinfo", "search"):
        assert page.get_by_role(role).count() == 1, role
    ranks = page.eval_on_selector_all("h1, h2, h3, h4", "nodes => nodes.map(node => +node.tagName[1])")
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))
    assert page.get_by_role("article").count() == len(sample()["claims"])
    assert page.get_by_role("img", name="Escape time over the formula").count() == 2


def test_the_first_key_leads_past_the_head_and_focus_is_seen(opened):
    page = opened()
    page.keyboard.press("Tab")
    focus = "[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]"
    assert page.evaluate(focus) == ["Skip to the claims", "solid"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "the-claims"


def test_the_filter_works_from_the_keyboard_and_keeps_its_state_in_the_address(opened):
    page = opened()
    page.get_by_label("Search").focus()
    page.keyboard.type("theorem 2.2")
    assert shown(page) == ["thm-2.2-core", "thm-2.2-point-target", "thm-2.2-decay"]
    page.get_by_role("checkbox", name="Fails").focus()
    page.keyboard.press("Space")
    assert shown(page) == ["thm-2.2-point-target"]
    assert page.get_by_role("status").first.inner_text() == "1 of 9 claims"
    assert page.url.endswith("?text=theorem+2.2&verdict=fails")
    page.reload()
    assert shown(page) == ["thm-2.2-point-target"]
    page.get_by_role("button", name="Reset").focus()
    page.keyboard.press("Enter")
    sync_api.expect(page).to_have_url(re.compile(r"html$"))
    assert len(shown(page)) == 9


def test_an_address_with_a_state_shows_it(opened):
    assert shown(opened("?section=2.3")) == ["lemma-2.3"]
    assert shown(opened("?nature=error")) == ["thm-2.2-point-target"]
    assert shown(opened("?verdict=fails&verdict=holds")) == ["lemma-2.1", "thm-2.2-point-target", "lemma-2.3"]


def test_a_filter_that_matches_nothing_says_so_and_can_be_undone(opened):
    page = opened("?text=zebra")
    assert shown(page) == []
    assert page.get_by_text("No claim matches.").is_visible()
    page.get_by_role("button", name="Show all").press("Enter")
    assert len(shown(page)) == 9
    assert page.evaluate("document.activeElement.id") == "filter-text"


def test_a_link_finds_a_claim_that_is_filtered_out(opened):
    page = opened("?verdict=fails")
    page.locator("#thm-2\\.2-point-target details.more > summary").click()
    page.locator("#thm-2\\.2-point-target .links a").click()
    sync_api.expect(page.locator("#thm-2\\.2-core")).to_be_visible()
    assert page.locator("#thm-2\\.2-core").evaluate("n => Math.abs(n.getBoundingClientRect().top) < 60")


def test_an_address_leads_to_its_claim_also_after_the_formulas_are_set(opened):
    page = opened("#thm-2.2-point-target")
    page.wait_for_selector(READY)
    top = page.locator("#thm-2\\.2-point-target").evaluate("n => n.getBoundingClientRect().top")
    assert 0 <= top < 60


def test_a_count_in_the_summary_shows_its_claims(opened):
    page = opened()
    page.get_by_role("link", name="Fails").press("Enter")
    assert shown(page) == ["thm-2.2-point-target"]
    assert page.url.endswith("?verdict=fails")


def test_what_overflows_can_be_scrolled_by_keyboard(opened):
    page = opened(width=390)
    wide = "[...document.querySelectorAll('.scroll, .prose')].filter(n => n.scrollWidth > n.clientWidth)"
    assert page.evaluate(f"{wide}.length") > 0
    assert page.evaluate(f"{wide}.every(n => n.tabIndex === 0)")


def test_without_scripts_everything_can_be_read(opened):
    page = opened(scripts=False)
    assert page.get_by_text("The density").first.is_visible()
    assert r"\partial_t p" in page.locator("#lemma-2\\.1").inner_text()
    assert not page.locator("form.filter").is_visible()
    page.locator("#lemma-2\\.1 details.check > summary").click()
    assert page.get_by_text("sign of the drift").is_visible()


def test_a_printed_page_shows_what_is_folded(opened):
    page = opened()
    assert len(page.pdf()) > 50_000
    assert page.locator("details:not([open])").count() == 0


def test_every_formula_of_the_ledger_is_valid_tex(browser, tmp_path):
    claims = []
    for row in load.claims():
        sentences = " ".join(load.check(name).tests for name in row.claim.checks)
        told = asdict(row.claim) | {"section": row.section, "verdict": "undecided", "status": "not run"}
        claims.append(told | {"checks": [], "reason": f"{row.claim.reason} {sentences}"})
    file = tmp_path / "report.html"
    file.write_text(rendered(sample() | {"claims": claims, "checks": {}}), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector(READY, state="attached", timeout=120_000)
    wrong = "nodes => nodes.map(node => `${node.closest('article').id}: ${node.textContent}: ${node.title}`)"
    assert page.eval_on_selector_all("article .katex-error", wrong) == []
    page.close()
