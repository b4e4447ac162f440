"""The interactive page in a browser: its numbers are Python's, its state has an address, all can use it."""

import re
import shlex
from fractions import Fraction

import pytest

from ledger.explorer.html import page as rendered
from numerics.answers.escape import escape
from numerics.answers.stationary import stationary
from tests.browser.pages import SCHEMES, WIDTHS
from tests.browser.test_report_access import FOCUS, REACHABLE, TAGS
from tests.ledger.sample_tables import lands, tables

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

SIX_DIGITS = 6e-6
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@pytest.fixture(scope="package")
def address(tmp_path_factory):
    file = tmp_path_factory.mktemp("explorer") / "explore.html"
    file.write_text(rendered(tables(), "0"), encoding="utf-8")
    return file.as_uri()


def number(text: str) -> float:
    """What the page writes, as a number: 1.25·10¹³ or −0.5."""
    mantissa, _, power = text.replace("−", "-").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(SUPERSCRIPTS) or 0)


def told(page, name: str) -> float:
    return number(page.locator(f'[data-number="{name}"]').inner_text())


def state(land="double-well", gamma="0.005", batch="16", beta="200", samples="50000"):
    return f"#landscape={land}&gamma={gamma}&M={batch}&beta={beta}&N={samples}"


@pytest.mark.parametrize(
    ("land", "gamma", "batch", "beta"),
    [
        ("double-well", "0.005", "16", "200"),
        ("double-well", "0.1", "7", "100"),
        ("double-well", "0.037", "512", "41"),
        ("deeper-well-aside", "0.01", "16", "200"),
        ("deeper-well-aside", "0.25", "3", "8"),
    ],
)
def test_the_numbers_on_the_page_are_those_of_the_suite(opened, land, gamma, batch, beta):
    page = opened(state(land, gamma, batch, beta))
    eps0, chosen = Fraction(gamma) / (2 * int(batch)), lands()[land]
    answer = escape(chosen.potential, chosen.start, chosen.target, eps0=eps0, noise=Fraction(beta))
    law = stationary(chosen.potential, eps0=eps0, noise=Fraction(beta))
    eta = 1 / (eps0 * Fraction(beta))
    steps = answer.mean_escape_time.middle / Fraction(gamma)
    expected = {
        "eta": eta,
        "epsilon": 1 / eta,
        "height": eta * answer.kramers.barrier.middle,
        "time": answer.mean_escape_time.middle,
        "time-steps": steps,
        "time-epochs": steps * int(batch) / 50000,
        "relaxation": 1 / answer.spectral_gap.middle,
    }
    expected["law" if answer.kramers.law != "Eyring-Kramers" else "formula"] = answer.kramers.time.middle
    for name, value in expected.items():
        assert told(page, name) == pytest.approx(float(value), rel=SIX_DIGITS), name
    rows = page.locator("#masses tr")
    assert rows.count() == len(law.wells)
    for k, well in enumerate(law.wells):
        cells = [number(text) for text in rows.nth(k).locator("th, td").all_inner_texts()]
        wanted = [well.minimum.at[0], well.minimum.value, well.minimum.hessian_eigenvalues[0]]
        wanted += [well.basin_mass, well.basin_law]
        assert cells == [pytest.approx(float(w.middle), rel=SIX_DIGITS, abs=1e-12) for w in wanted]
    deepest = min(law.wells, key=lambda well: well.minimum.value.middle).minimum.value.middle
    density = 2.718281828459045 ** float(-eta * deepest) / float(law.normaliser.middle)
    peak = float(page.locator("#landscape-canvas svg").get_attribute("data-peak"))
    assert peak == pytest.approx(density, rel=1e-8)


def test_a_slider_moves_the_numbers_and_the_address_by_keyboard(opened):
    page = opened(state())
    before = told(page, "time")
    slider = page.get_by_label("Batch size M, on a logarithmic scale")
    slider.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    batch = int(page.locator("#M").input_value())
    assert batch > 16
    assert f"M={batch}&" in page.url
    assert told(page, "eta") == pytest.approx(2 * batch, rel=SIX_DIGITS)
    assert told(page, "time") > before
    assert slider.get_attribute("aria-valuetext") == str(batch)
    page.get_by_role("button", name="Reset").press("Enter")
    assert told(page, "time") == before


def test_a_number_is_typed_and_nonsense_is_refused_with_a_reason(opened):
    page = opened(state())
    field = page.get_by_label("Gradient noise β", exact=True)
    field.fill("100")
    assert told(page, "eta") == 64
    field.fill("-3")
    sync_api.expect(page.locator("#beta-error")).to_have_text("A positive number is wanted, at most 10¹⁵.")
    assert field.get_attribute("aria-invalid") == "true"
    assert told(page, "eta") == 64
    field.blur()
    assert field.input_value() == "100"
    page.get_by_label("Batch size M", exact=True).fill("2.5")
    sync_api.expect(page.locator("#M-error")).to_contain_text("positive whole number")


def test_the_address_holds_the_state_and_nonsense_in_it_is_left_out(opened):
    page = opened(state("deeper-well-aside", gamma="0.02"))
    assert page.get_by_label("Landscape", exact=True).input_value() == "deeper-well-aside"
    assert page.locator("#gamma").input_value() == "0.02"
    page.goto(page.url.partition("#")[0] + "#landscape=zebra&gamma=-1&M=2.5&beta=1e999&N=%3Cb%3E")
    page.reload()
    page.wait_for_selector("html[data-math=done]", state="attached")
    assert page.get_by_label("Landscape", exact=True).input_value() == "double-well"
    assert told(page, "eta") == 32


def test_outside_of_the_tables_there_are_no_numbers_but_words(opened):
    page = opened(state(gamma="1e-6"))
    outside = page.locator("#outside")
    sync_api.expect(outside).to_contain_text(
        "they go from η = 0.8 to 778.1, where the barrier is 0.2 to 194.5 ε"
    )
    sync_api.expect(page.get_by_role("heading", name="How long?")).to_be_hidden()
    page.get_by_role("button", name="Reset").click()
    sync_api.expect(outside).to_be_hidden()


def test_broken_hypotheses_are_named_where_they_are_broken(opened):
    page = opened(state(beta="1000"))
    first = page.locator("#verdicts li").first
    assert "Broken" in first.inner_text()
    assert "less than 4 ε high" in first.inner_text()
    page.get_by_label("Gradient noise β", exact=True).fill("200")
    assert "No hypothesis is broken; the formula is 5.4 % too small." in first.inner_text()
    page.get_by_label("Learning rate γ", exact=True).fill("1.5")
    page.get_by_label("Gradient noise β", exact=True).fill("1")
    assert "from 2 on SGD runs away" in page.locator("#verdicts li").last.inner_text()


def test_every_change_is_said_in_words(opened):
    page = opened(state())
    page.get_by_label("Batch size M", exact=True).fill("20")
    said = page.locator("#said")
    sync_api.expect(said).to_contain_text("On average 2.04·10⁷ steps")
    sync_api.expect(said).to_contain_text("Mass 50 % at −1, 50 % at 1.")
    label = page.locator("#landscape-canvas svg").get_attribute("aria-label")
    assert "η = 40" in label
    assert "10 ε high" in label


def test_the_commands_repeat_what_is_shown_and_quote_what_is_typed(opened):
    page = opened(state())
    words = shlex.split(page.locator("#escape-command").inner_text())
    assert words[:3] == ["sgd-theorems", "escape", "(w**2-1)**2/4"]
    assert words[3:] == shlex.split(
        "--start -1 --target 1 --learning-rate 0.005 --batch-size 16 --beta 200 --samples 50000"
    )
    hostile = 'w\'; $(rm x) `y` "z" \\ <b>'
    page.get_by_label("Loss", exact=True).fill(hostile)
    words = shlex.split(page.locator("#own-command").inner_text())
    assert words[:3] == ["sgd-theorems", "explore", hostile]
    page.get_by_label("Start", exact=True).fill("one")
    sync_api.expect(page.locator("#own-error")).to_contain_text("one is not a decimal or a rational")
    assert page.locator('[data-copy="own-command"]').is_disabled()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_and_axe_core_finds_no_violation(opened, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    for query in (state(beta="1000"), state("deeper-well-aside"), state(gamma="1e-6")):
        page = opened(query, width=width, scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        rules = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
        found = axe.Axe().run(page, options=rules)
        told = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]]
        assert told == []


@pytest.mark.parametrize("width", WIDTHS)
def test_tab_reaches_everything_in_sight_and_leads_out_again(opened, width):
    page = opened(state(), width=width)
    visited = []
    page.keyboard.press("Tab")
    while (focus := page.evaluate(FOCUS)) and len(visited) < 100:
        visited.append(focus)
        page.keyboard.press("Tab")
    assert [focus for focus in visited if not (focus["outlined"] and focus["inside"])] == []
    assert len(visited) == page.evaluate(REACHABLE) > 15


def test_pictures_are_drawn_again_when_the_window_changes(opened):
    page = opened(state())
    canvas = page.locator("#landscape-canvas svg")
    wide = canvas.bounding_box()["width"]
    page.set_viewport_size({"width": 500, "height": 900})
    sync_api.expect(canvas).not_to_have_attribute("width", re.compile(f"^{wide:.0f}$"))
    assert page.evaluate("document.documentElement.scrollWidth") == 500


def test_without_scripts_it_says_so(opened):
    page = opened(state(), scripts=False)
    assert page.locator("noscript .alarm").is_visible()
