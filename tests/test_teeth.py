"""The suite notices damage: a constant altered, controls removed, a factor dropped, a verdict mistyped."""

import pytest

DAMAGE = [
    ("thm-2.2-core", "derivations/zoo.py", "(w**2 - 1) ** 2 / 4, name", "(w**2 - 1) ** 2 / 5, name"),
]


@pytest.mark.parametrize(("claim", "file", "old", "new"), DAMAGE)
def test_damage_turns_the_claim_red(suite, claim, file, old, new):
    suite.run("verify", claim)
    suite.replace(file, old, new)
    done = suite.run("verify", claim, expect=[1])
    assert "<- failed" in done.stdout or "<- broke" in done.stdout
