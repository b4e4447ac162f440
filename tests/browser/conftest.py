"""A browser, and the report page of the sample in it: offline, and every complaint fails the test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.report.devices import records
from ledger.report.html import page as rendered
from ledger.trust.campaign import Campaign, Count, Left
from tests.browser.pages import ARGUMENTS, NAMES, READY
from tests.ledger.sample_evidence import sample

EXAMPLE = Campaign(
    "kills",
    "Runs that are killed",
    "Do they go on?",
    "python -m tests.campaigns.kills",
    [Count("verify", 1200, 1199, "the same bytes")],
    [Left("a run of many_long_words_joined_by_underscores_that_no_line_of_a_small_screen_can_hold", "")],
)


@pytest.fixture(scope="package")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        pytest.skip(f"no browser found: looked for {', '.join(NAMES)}; the report page is NOT tested here")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(rendered(sample(), records(), [EXAMPLE]), encoding="utf-8")
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
