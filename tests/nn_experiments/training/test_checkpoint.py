import pytest
import torch

from nn_experiments.training.checkpoint import Checkpoint, CheckpointFile

TENSORS = {
    "weights": torch.rand(3, 4).mT,
    "squares": torch.rand(2, 0, 3, dtype=torch.float64),
    "diverged": torch.tensor([0, 7]),
    "generator": torch.Generator().manual_seed(1).get_state(),
    "nan": torch.tensor([float("nan"), float("inf")]),
}
CHECKPOINT = Checkpoint(5, 60, 1 / 3, ("a", "b"), TENSORS)


def test_a_checkpoint_comes_back_to_the_last_bit(tmp_path):
    file = CheckpointFile(tmp_path / "folder" / "arm.safetensors", "this")
    assert file.found() is None
    file.keep(CHECKPOINT)
    found = file.found()
    assert found is not None
    assert (found.epoch, found.steps, found.seconds, found.sources) == (5, 60, 1 / 3, ("a", "b"))
    assert set(found.tensors) == set(TENSORS)
    for name, tensor in TENSORS.items():
        torch.testing.assert_close(found.tensors[name], tensor, rtol=0, atol=0, equal_nan=True)
    assert [f.name for f in file.path.parent.iterdir()] == ["arm.safetensors"]


def test_a_later_checkpoint_takes_the_place_of_an_earlier_one(tmp_path):
    file = CheckpointFile(tmp_path / "arm.safetensors", "this")
    file.keep(CHECKPOINT)
    file.keep(Checkpoint(6, 72, 1.0, ("a",), {"x": torch.zeros(1)}))
    found = file.found()
    assert found is not None
    assert (found.epoch, set(found.tensors)) == (6, {"x"})


def test_a_checkpoint_of_something_else_is_refused(tmp_path):
    CheckpointFile(tmp_path / "arm.safetensors", "this").keep(CHECKPOINT)
    with pytest.raises(ValueError, match=r"arm\.safetensors: a checkpoint of another run"):
        CheckpointFile(tmp_path / "arm.safetensors", "that").found()


def test_every_changed_byte_is_noticed(tmp_path):
    file = CheckpointFile(tmp_path / "arm.safetensors", "this")
    file.keep(CHECKPOINT)
    content = file.path.read_bytes()
    for place in range(0, len(content), 97):
        file.path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        with pytest.raises(ValueError, match=r"arm\.safetensors: "):
            file.found()
