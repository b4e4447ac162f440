"""The simulation on the page about losses of one's own; its other blocks are tested with all pages."""

import pytest

from tests.documentation.blocks import ROOT, blocks


@pytest.mark.slow
def test_the_formula_is_within_the_margin_with_injected_noise_and_not_with_that_of_sgd(capsys):
    names = {}
    for block in blocks(ROOT / "docs" / "own_loss.md"):
        if block.language == "python":
            exec(compile(block.text, "own_loss.md", "exec"), names)
    low, high = (stay / float(names["given"].time.middle) for stay in names["stay"])
    assert low > 1 / 2
    assert high < 2
    promised = 5 * names["RUNS"] * names["TIME"] / float(names["answer"].time.middle)
    assert int((names["by_sgd"] != 0).sum()) < promised / 10
    assert "formula 137" in capsys.readouterr().out
