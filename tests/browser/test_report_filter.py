"""Links and filters of the report page: every state has an address, and the way back works."""

import re

import pytest

from tests.browser.pages import READY, shown

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


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


def test_a_search_names_the_claims_that_are_called_so_and_enter_leads_to_the_first(opened):
    page = opened()
    page.get_by_label("Search").fill("theorem 2.2")
    named = page.locator(".named a").all_inner_texts()
    assert named == ["thm-2.2-core", "thm-2.2-point-target", "thm-2.2-decay"]
    assert set(named) <= set(shown(page))
    page.get_by_label("Search").press("Enter")
    assert page.url.endswith("?text=theorem+2.2#thm-2.2-core")
    sync_api.expect(page.locator("#thm-2\\.2-core")).to_be_in_viewport()
    page.get_by_label("Search").fill("zebra")
    sync_api.expect(page.locator(".named")).to_be_hidden()


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


def test_the_way_back_takes_back_one_choice_after_the_other(opened):
    page = opened()
    page.get_by_label("Search").fill("theorem")
    page.get_by_role("checkbox", name="Fails").check()
    page.get_by_label("Section", exact=True).select_option("2.2")
    assert shown(page) == ["thm-2.2-point-target"]
    page.go_back()
    sync_api.expect(page).to_have_url(re.compile(r"\?text=theorem&verdict=fails$"))
    page.go_back()
    sync_api.expect(page).to_have_url(re.compile(r"\?text=theorem$"))
    assert not page.get_by_role("checkbox", name="Fails").is_checked()
    assert len(shown(page)) == 3
    page.go_forward()
    sync_api.expect(page.get_by_role("checkbox", name="Fails")).to_be_checked()
    assert shown(page) == ["thm-2.2-point-target"]


def test_the_errata_show_what_is_printed_and_what_is_true_and_no_evidence(opened):
    page = opened()
    page.get_by_role("link", name="Errata").click()
    assert page.url.endswith("?view=errata")
    assert shown(page) == ["thm-2.2-core", "thm-2.2-point-target"]
    assert page.locator("#thm-2\\.2-core .corrected").is_visible()
    assert page.locator("article details:visible").count() == 0
    page.go_back()
    sync_api.expect(page.locator("#lemma-2\\.1 details.check")).to_be_visible()


def test_the_contents_lead_to_the_sections(opened):
    page = opened()
    contents = page.get_by_role("navigation", name="Contents")
    sections = page.locator("section.chapter h3").all_inner_texts()
    assert contents.get_by_role("link").all_inner_texts() == sections
    contents.get_by_role("link", name="2.3").click()
    sync_api.expect(page.locator("#section-2\\.3")).to_be_in_viewport()
    assert page.url.endswith("#section-2.3")


def test_every_claim_has_a_card_under_an_address_of_its_own(opened):
    page = opened()
    for claim in shown(page):
        page.goto(page.url.partition("#")[0] + f"#{claim}")
        assert page.locator(":target").get_attribute("id") == claim
        assert page.locator(":target h4 a").get_attribute("href") == f"#{claim}"


def test_a_dot_of_the_drawing_leads_to_its_claim(opened):
    page = opened()
    page.locator('.graph [data-claim="thm-2.2-core"]').click()
    sync_api.expect(page.locator("#thm-2\\.2-core")).to_be_in_viewport()


def test_a_state_and_a_claim_in_one_address(opened):
    page = opened("?verdict=fails#thm-2.2-point-target")
    page.wait_for_selector(READY, state="attached")
    assert shown(page) == ["thm-2.2-point-target"]
    assert page.locator(":target").count() == 1
