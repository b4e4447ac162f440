from ledger.report.files import write
from tests.ledger.sample_evidence import sample

LINK = "<a href=explore.html>"


def test_the_report_links_to_the_interactive_page_beside_it_and_to_no_other(tmp_path):
    write(sample(), tmp_path)
    assert LINK not in (tmp_path / "report.html").read_text(encoding="utf-8")
    (tmp_path / "explore.html").write_text("", encoding="utf-8")
    write(sample(), tmp_path)
    assert (tmp_path / "report.html").read_text(encoding="utf-8").count(LINK) == 1
