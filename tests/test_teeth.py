"""The suite notices damage: a constant, a factor, a sign, missing controls, another pinned verdict.

Each case damages a copy of the suite in one place; the claim, green before, must turn red.
"""

import pytest

DAMAGE = {
    "a factor of the noise": (
        "lemma-2.1",
        "derivations/fokker_planck.py",
        "return gamma * variance / (2 * M)",
        "return gamma * variance / M",
    ),
    "pi for 2 pi": (
        "thm-2.2-state-dependent-beta",
        "numerics/varying_noise.py",
        "2 * sp.pi",
        "sp.pi",
    ),
    "an exponent": (
        "app-E-gronwall",
        "derivations/gronwall.py",
        "return 1 + (y_T - 1) * sp.exp(-a * s)",
        "return 1 + (y_T - 1) * sp.exp(-2 * a * s)",
    ),
    "a sign": (
        "app-E-gronwall",
        "derivations/gronwall.py",
        "return 1 + (y_T - 1) * sp.exp(-a * s)",
        "return 1 - (y_T - 1) * sp.exp(-a * s)",
    ),
    "what is measured": (
        "app-E-gronwall",
        "derivations/gronwall.py",
        "equation = sp.Eq(Y(s).diff(s) + a * Y(s), a)",
        "equation = sp.Eq(Y(s).diff(s) + a * Y(s), 2 * a)",
    ),
}


@pytest.mark.parametrize(("claim", "file", "old", "new"), DAMAGE.values(), ids=DAMAGE)
def test_damage_turns_the_claim_red(suite, claim, file, old, new):
    suite.run("verify", claim)
    suite.replace(file, old, new)
    suite.run("verify", claim, expect=[1])


def test_a_check_without_controls_leaves_its_claim_undecided(suite):
    text = (suite.root / "derivations" / "gronwall.py").read_text(encoding="utf-8")
    start = text.index("    wrong={", text.index("excess_over_one_shrinks"))
    end = text.index("    },\n", start) + len("    },\n")
    suite.replace("derivations/gronwall.py", text[start:end], "")
    done = suite.run("verify", "app-E-gronwall", expect=[1])
    assert "undecided" in done.stdout


def test_another_pinned_verdict_is_noticed(suite):
    text = (suite.root / "ledger" / "claims" / "c_assumptions.toml").read_text(encoding="utf-8")
    start = text.index('"app-C-gradnorm"')
    end = text.index("expect", start)
    row = text[start : text.index("\n", end)]
    suite.replace("ledger/claims/c_assumptions.toml", row, row.replace('= "holds"', '= "fails"'))
    done = suite.run("verify", "app-C-gradnorm", expect=[1])
    assert "<- failed, expected: fails" in done.stdout
