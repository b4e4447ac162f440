"""The campaign that falsifies the code: which slips it makes, who is asked, and what an answer means."""

import ast
import time

import pytest

from tests.campaigns.code_mutation import fates, parsed
from tests.campaigns.mutation.dependents import (
    FURTHER_CLAIMS,
    MIRRORED,
    OTHER_TESTS,
    OWN_CHECKS,
    OWN_CLAIMS,
    Tree,
)
from tests.campaigns.mutation.forked import BY_DEATH, BY_TEST, BY_TIME, asked
from tests.campaigns.mutation.judged import BY_FIGURE
from tests.campaigns.mutation.mutants import Mutant, mutants, sample
from tests.campaigns.mutation.score import argued, counts, left
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")  # fork under xdist

SOURCE = '''"""Sums: 1 + 1."""

LIMIT, CELLS, TOLERANCE = 7, 4000, 1e-9


def mean(a: int, b: int = 3, *, strict: bool = True) -> float:
    """Half of a + b."""
    if a < 0 and not strict:
        raise ValueError(f"{a + 1} is wrong")
    return (a + b) / 2 - max(a, b) ** min(1, abs(atan2(b, a)))


check = Check(tests="1 + 1", wrong={"twice": lambda: 1 + 1}, limit=3)
'''

SLIPS = {
    "LIMIT, CELLS, TOLERANCE = 8, 4000, 1e-9",
    "def mean(a: int, b: int = 4, *, strict: bool = True) -> float:",
    "def mean(a: int, b: int = 3, *, strict: bool = False) -> float:",
    "if (False and (a < 0 and not strict)):",
    "if (a < 0 or not strict):",
    "if a <= 0 and not strict:",
    "if a < 1 and not strict:",
    "if a < 0 and (strict):",
    "return (a + b) / 2 + max(a, b) ** min(1, abs(atan2(b, a)))",
    "return (a - b) / 2 - max(a, b) ** min(1, abs(atan2(b, a)))",
    "return (a + b) * 2 - max(a, b) ** min(1, abs(atan2(b, a)))",
    "return (a + b) / 3 - max(a, b) ** min(1, abs(atan2(b, a)))",
    "return (a + b) / 2 - (max(a, b) * min(1, abs(atan2(b, a))))",
    "return (a + b) / 2 - min(a, b) ** min(1, abs(atan2(b, a)))",
    "return (a + b) / 2 - max(a, b) ** max(1, abs(atan2(b, a)))",
    "return (a + b) / 2 - max(a, b) ** min(2, abs(atan2(b, a)))",
    "return (a + b) / 2 - max(a, b) ** min(1, abs(atan2(a, b)))",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sums.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def test_each_slip_is_made_once_and_texts_tolerances_and_wrong_formulas_are_left_alone(folder):
    found = mutants(folder, "sums.py")
    assert {mutant.mutated for mutant in found} == SLIPS
    assert len(found) == len(SLIPS)


def test_a_mutant_is_another_program_in_one_place(folder):
    source = (folder / "sums.py").read_bytes()
    for mutant in mutants(folder, "sums.py"):
        changed = mutant.applied(source)
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))
        assert mutant.original in source.decode()
        assert mutant.mutated in changed.decode()


def test_a_sample_is_the_same_for_the_same_seed(folder):
    first, again, other = (sample(folder, "sums.py", 5, seed) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 5 <= len(sample(folder, "sums.py", None, 1))


def test_names_that_the_file_does_not_know_are_not_put_in(folder):
    (folder / "one.py").write_text("from compare import at_most\n\nrule = at_most()\n", encoding="utf-8")
    (folder / "two.py").write_text(
        "from compare import at_least, at_most\n\nrule = at_most()\n", encoding="utf-8"
    )
    assert mutants(folder, "one.py") == []
    assert [mutant.mutated for mutant in mutants(folder, "two.py")] == ["rule = at_least()"]


def test_signs_in_letters_of_more_bytes_do_not_move_the_place(folder):
    (folder / "greek.py").write_text('η = {"σ": "∇·"}["σ"], 2 + 3\n', encoding="utf-8")
    assert next(mutant.mutated for mutant in mutants(folder, "greek.py")) == 'η = {"σ": "∇·"}["σ"], 2 - 3'


def test_the_nearest_judges_are_asked_first():
    judges = Tree(ROOT).judges("derivations.gibbs")
    assert judges[0] == (MIRRORED, "tests/derivations/test_gibbs.py")
    assert (OWN_CLAIMS, "lemma-2.3") in judges
    assert any(name.startswith("derivations.gibbs:") for kind, name in judges if kind == OWN_CHECKS)
    kinds = [kind for kind, _ in judges]
    assert kinds == sorted(kinds, key=[MIRRORED, OWN_CHECKS, OWN_CLAIMS, OTHER_TESTS, FURTHER_CLAIMS].index)
    assert (MIRRORED, "ledger/compare.py") in Tree(ROOT).judges("ledger.compare")  # its examples


def answer(behaviour):
    return asked([("own claims", "a"), ("own claims", "b")], [0.5, 0.5], behaviour)


def test_no_objection_is_survival_and_the_first_objection_ends_the_asking():
    assert answer(lambda judge: "").how == ""
    found = answer(lambda judge: f"by {judge[1]}")
    assert (found.how, found.what, found.judge[1]) == (BY_TEST, "by a", "a")
    assert answer(lambda judge: "late" if judge[1] == "b" else "").judge[1] == "b"


def test_a_mutant_that_runs_on_or_dies_is_noticed_and_told_apart():
    def runs_on(judge):
        end = time.process_time() + 60
        while time.process_time() < end:
            pass

    assert answer(runs_on).how == BY_TIME
    assert answer(lambda judge: 1 // 0).how == BY_DEATH


def entry(line, how, file="derivations/gibbs.py", what=""):
    return {"file": file, "line": line, "original": "a", "mutated": f"b{line}", "start": 0, "end": line} | {
        "new": "b",
        "how": how,
        "what": what,
    }


def test_what_is_counted_is_what_ran():
    ran = [entry(1, BY_TEST), entry(2, BY_TIME), entry(3, ""), entry(4, "", "numerics/costs/line.py")]
    table = {count.what: (count.as_wanted, count.tried) for count in counts(ran, {"derivations/gibbs.py"}, 9)}
    assert table["mutants of modules that carry verdicts"] == (2, 3)
    assert table["mutants of other modules of numerics/"] == (0, 1)
    assert table["mutants of the sample"] == (4, 9)
    assert table["mutants noticed where verdicts are made"] == (2, 2)
    assert [each.what for each in left(ran, {"derivations/gibbs.py"})] == [
        "derivations/gibbs.py:3: a -> b3",
        "numerics/costs/line.py:4: a -> b4",
    ]


def test_what_only_a_pinned_figure_notices_is_told_apart():
    ran = [entry(1, BY_TEST), entry(2, BY_TEST, what=f"{BY_FIGURE} derivations.a:b"), entry(3, "")]
    (count,) = [c for c in counts(ran, {"derivations/gibbs.py"}, 3) if "pinned" in c.wanted]
    assert (count.as_wanted, count.tried) == (1, 2)


def test_a_journal_has_the_last_word_on_each_mutant(tmp_path):
    journal = tmp_path / "journal.jsonl"
    assert fates(journal) == {}
    lines = ['{"judge_alone": "x", "accepts": true}']
    lines += [
        f'{{"file": "a", "start": 1, "end": 2, "new": "b", "original": "c", "how": "{h}"}}' for h in "xy"
    ]
    journal.write_text("\n".join(lines), encoding="utf-8")
    assert [fate["how"] for fate in fates(journal).values()] == ["y"]


def test_argued_mutants_exist_and_have_a_reason():
    for (file, original, mutated), why in argued().items():
        assert len(why) > 20
        found = [m for m in mutants(ROOT, file) if (m.original, m.mutated) == (original, mutated)]
        assert found, f"{file}: no mutant {mutated}"


def test_options_have_the_sizes_of_the_source():
    assert (parsed([]).per_module, parsed(["--per-module", "9"]).per_module) == (3, 9)


def test_a_mutant_is_told_with_its_place():
    assert Mutant("a.py", 3, "x + y", "x - y", 0, 1, "").told == "a.py:3: x + y -> x - y"
