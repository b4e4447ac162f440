"""What `make docs` makes of the ledger, of docstrings and of links."""

import importlib

from docs.site.docstrings import restructured
from docs.site.mathematics import pages
from docs.site.pages import DOCS, for_the_site, with_claims_linked
from docs.site.reference import PUBLIC
from ledger import load
from tests.documentation.blocks import ROOT


def test_public_names_are_there_and_tell_what_they_are():
    for part in PUBLIC.values():
        for module, names in part.names.items():
            for name in names.split():
                assert getattr(importlib.import_module(module), name).__doc__, f"{module}.{name}"


def test_every_claim_and_every_check_has_its_place():
    text = "".join(page for _, page in pages())
    rows = load.claims()
    assert [row.claim.id for row in rows if f"## `{row.claim.id}`\n" not in text] == []
    assert text.count("*Rule:*") == sum(len(row.claim.checks) for row in rows)


def test_docstrings_keep_their_code_their_bars_and_their_examples():
    lines = ["The norm |w| of `w_`, x_ * 2.", "* `a`: b", ">>> a * b", "'|'", "", "|x|"]
    assert restructured(lines) == [
        "The norm \\|w\\| of ``w_``, x\\_ \\* 2.",
        "",
        "* ``a``: b",
        ">>> a * b",
        "'|'",
        "",
        "\\|x\\|",
    ]


def test_links_out_of_the_pages_lead_somewhere_on_the_site():
    made = for_the_site("[a](docs/escape.md) [b](ERRATA.md#x) [c](LICENSE) [d](https://e.org)", ROOT)
    assert made == "[a](escape.md) [b](generated/errata.md#x) [c](../LICENSE) [d](https://e.org)"
    assert (
        for_the_site("[home](../README.md), [folder](../ledger)", ROOT / "docs") == "[home](index.md), folder"
    )


def test_ids_of_claims_lead_to_their_checks_but_not_in_code_titles_or_links():
    link = "[`thm-2.2-core`](generated/mathematics-02.md#thm-22-core)"
    assert with_claims_linked("see `thm-2.2-core`, not `thm-9`.", DOCS) == f"see {link}, not `thm-9`."
    for kept in ("# `thm-2.2-core`", "```text\n`thm-2.2-core`\n```", "[`thm-2.2-core`](x.md)"):
        assert with_claims_linked(f"{kept}\n", DOCS) == f"{kept}\n"
