"""The report page for everybody: by keyboard alone, and by the rules of axe-core."""

import re
from itertools import pairwise

import pytest

from tests.browser.pages import SCHEMES, WIDTHS, shown, unfold
from tests.ledger.sample_evidence import sample

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUS = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  return node === document.body ? null : {
    name: node.tagName + ' ' + (node.id || node.className || node.textContent.slice(0, 40)),
    outlined: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

REACHABLE = """() =>
  [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter((node) => node.checkVisibility({ visibilityProperty: true })).length"""

pytestmark = pytest.mark.browser


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


def test_what_overflows_can_be_scrolled_by_keyboard(opened):
    page = opened(width=390)
    wide = "[...document.querySelectorAll('.scroll, .prose')].filter(n => n.scrollWidth > n.clientWidth)"
    assert page.evaluate(f"{wide}.length") > 0
    assert page.evaluate(f"{wide}.every(n => n.tabIndex === 0)")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_core_finds_no_violation(opened, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    page = opened(width=width, scheme=scheme)
    unfold(page)
    rules = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    # Of a formula KaTeX shows a reader's machine the MathML and hides the rest: thousands of boxes.
    found = axe.Axe().run(page, context={"exclude": [[".katex"]]}, options=rules)
    told = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]]
    assert told == []
    assert found.response["testEngine"]["version"]


@pytest.mark.parametrize("width", WIDTHS)
def test_tab_reaches_everything_in_sight_and_leads_out_again(opened, width):
    page = opened(width=width)
    visited = []
    page.keyboard.press("Tab")
    while (focus := page.evaluate(FOCUS)) and len(visited) < 400:
        visited.append(focus)
        page.keyboard.press("Tab")
    assert [focus for focus in visited if not (focus["outlined"] and focus["inside"])] == []
    assert len(visited) == page.evaluate(REACHABLE) > 40


def test_a_card_is_opened_and_its_formulas_set_from_the_keyboard(opened):
    page = opened("#lemma-2.1")
    card = page.locator("#lemma-2\\.1 details.check").first
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    sync_api.expect(card.locator("var .katex").last).to_be_visible()
    page.keyboard.press("Enter")
    sync_api.expect(card.locator("table")).to_be_hidden()


def test_the_view_is_chosen_from_the_keyboard(opened):
    page = opened()
    page.get_by_label("Show", exact=True).focus()
    page.keyboard.type("Errata")
    assert shown(page) == ["thm-2.2-core", "thm-2.2-point-target"]
    assert page.get_by_role("status").first.inner_text() == "2 of 9 claims"
