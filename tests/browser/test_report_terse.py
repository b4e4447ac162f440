"""The report leaves out what browsers supply: with it or without, they read the same page."""

import pytest

from ledger.report import html
from tests.ledger.sample_evidence import sample

pytestmark = pytest.mark.browser

READ = """(text) => {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  const blank = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.data = node.data.replace(/\\s+/g, ' ').trim();
    if (!node.data) blank.push(node);
  }
  blank.forEach((node) => node.remove());
  return page.documentElement.outerHTML;
}"""


def test_a_browser_reads_the_same_page(browser, monkeypatch):
    short = html.page(sample())
    monkeypatch.setattr(html, "terse", lambda page: page)
    whole = html.page(sample())
    assert len(short) < len(whole)
    page = browser.new_page()
    assert page.evaluate(READ, short) == page.evaluate(READ, whole)
    page.close()
