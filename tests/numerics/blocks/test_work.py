import numpy as np
import pytest

from numerics.blocks import work as module
from numerics.blocks.work import digest, key, sources
from tests.numerics.blocks.sample_work import Noise


def test_another_question_has_another_key(tmp_path):
    assert key(Noise(1, tmp_path)) == key(Noise(1, tmp_path, pause=9.0)) != key(Noise(2, tmp_path))


def test_a_change_in_the_sources_changes_the_key(tmp_path, monkeypatch):
    before = key(Noise(1, tmp_path))
    copy = tmp_path / "blocks"
    copy.mkdir()
    (copy / "a.py").write_text("pass\n")
    monkeypatch.setattr(module, "NUMERICS", tmp_path)
    sources.cache_clear()
    after = key(Noise(1, tmp_path))
    (copy / "a.py").write_text("pass \n")
    sources.cache_clear()
    assert len({before, after, key(Noise(1, tmp_path))}) == 3
    monkeypatch.undo()
    sources.cache_clear()


def test_the_digest_is_that_of_numbers_names_and_values():
    one, two = {"a": np.arange(3)}, {"a": np.arange(3) + 1}
    assert digest({0: one, 1: two}) == digest({1: two, 0: one})
    others = [
        {0: two, 1: one},
        {0: one},
        {0: {"b": np.arange(3)}, 1: two},
        {0: {"a": np.arange(3.0)}, 1: two},
    ]
    assert len({digest({0: one, 1: two}), *map(digest, others)}) == 5


@pytest.mark.parametrize("number", [0, 5])
def test_a_block_is_a_function_of_its_number(tmp_path, number):
    work = Noise(1, tmp_path)
    assert digest({number: work.block(number)}) == digest({number: work.block(number)})
