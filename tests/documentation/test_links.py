"""Links of README and docs lead to files that are there, and to headings that are there."""

import re

import pytest

from tests.documentation.blocks import PAGES, ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
ELSEWHERE = ("http://", "https://", "mailto:")
MADE = ROOT / "docs" / "generated"  # by `make docs`, from the ledger and the docstrings


def links(page):
    text = CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
    return [target for target in LINK.findall(text) if not target.startswith(ELSEWHERE)]


def anchors(page):
    """Headings as GitHub and MyST name them."""
    titles = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def generated(file):
    from docs.site.pages import generated

    return file.parent == MADE and file.stem in dict(generated())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    for target in links(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists() or generated(file), target
        if anchor and file.suffix == ".md" and file.exists():
            assert anchor in anchors(file), target


def test_every_page_is_in_the_table_of_contents():
    contents = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").split()
    assert [
        page.stem for page in PAGES if page.parent != ROOT and page.stem not in (*contents, "index")
    ] == []


def test_the_readme_leads_to_the_pages():
    readme = set(links(ROOT / "README.md"))
    assert {f"docs/{name}.md" for name in ("quick_start", "judgement", "grades", "limits")} <= readme
