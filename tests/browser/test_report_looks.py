"""The report page as it looks: narrow and wide, light and dark, printed, without scripts."""

from dataclasses import asdict

import pytest

from ledger import load
from ledger.report.html import page as rendered
from tests.browser.pages import READY, SCHEMES, WIDTHS, unfold
from tests.ledger.sample_evidence import sample

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

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

FACES = """() => {
  const name = (family, style) => [family.replace(/"/g, ''), style.fontWeight ?? style.weight,
    style.fontStyle ?? style.style].join(' ');
  const known = new Set([...document.fonts].map((face) => name(face.family, face)
    .replace('normal normal', '400 normal').replace('bold', '700')));
  const set = [...document.querySelectorAll('.katex-html *')].filter((node) =>
    [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()));
  const used = set.map((node) => getComputedStyle(node))
    .map((style) => name(style.fontFamily.split(',')[0], style));
  return [...new Set(used)].filter((face) => !known.has(face));
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows_and_all_mathematics_is_rendered(opened, width, scheme):
    page = opened(width=width, scheme=scheme)
    page.get_by_role("button", name="Unfold all").click()
    unfold(page)
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


def test_without_scripts_everything_can_be_read(opened):
    page = opened(scripts=False)
    assert page.get_by_text("The density").first.is_visible()
    assert r"\partial_t p" in page.locator("#lemma-2\\.1").inner_text()
    assert not page.locator("form.filter").is_visible()
    page.locator("#lemma-2\\.1 details.check > summary").click()
    assert page.get_by_text("sign of the drift").is_visible()


def test_a_printed_page_shows_what_is_folded(opened):
    page = opened()
    page.emulate_media(media="print")
    assert len(page.pdf()) > 50_000
    assert not page.get_by_role("search").is_visible()
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
    assert page.evaluate(FACES) == []  # else LEFT_OUT of ledger.report.vendor has a font too many
    page.close()
