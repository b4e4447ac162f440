"""What tests of pages in a browser have in common."""

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
SCHEMES = ("light", "dark")
WIDTHS = (390, 1400)
READY = "html[data-math=done]"


def shown(page) -> list[str]:
    """The ids of the claims that the filter leaves."""
    return page.eval_on_selector_all("article:not([hidden])", "nodes => nodes.map(node => node.id)")


def unfold(page) -> None:
    """Open all that is folded, and wait for its formulas."""
    page.eval_on_selector_all("details", "nodes => nodes.forEach(node => { node.open = true; })")
    page.locator("var:not([data-done])").first.wait_for(state="detached", timeout=60_000)
