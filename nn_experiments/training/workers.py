"""Arms in processes of one thread each.

Two processes of one thread are faster than one of two threads, and an arm's numbers do not depend on how
many others are trained beside it.

## Main definitions
* `Task`: all that a process needs to train any arm of a run.
* `all_arms`: every arm of a task, several at a time.

## Implementation notes
A process that dies takes nothing with it but what was done since its arm's last checkpoint: another goes
on from there. An interruption ends all of them at once, for the same reason.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from ledger.crew import Crew, Died, tell
from ledger.files import as_json
from nn_experiments.data.digits import Images, digits
from nn_experiments.data.mnist import mnist
from nn_experiments.training.checkpoint import EVERY, Checkpoint, CheckpointFile
from nn_experiments.training.protocol import Arm, Protocol
from nn_experiments.training.question import told_of_arm, told_of_protocol
from nn_experiments.training.train import Progress, trained

Dataset = Literal["digits", "mnist"]
TRIES = 3
"""How often an arm may take its process down before it is given up."""


@dataclass(frozen=True, slots=True)
class Task:
    """A run: the data set and, for MNIST, its folder; the protocol, seed and device; where it is kept.

    An arm is trained on so many `cores`; its numbers do not depend on that.
    """

    dataset: Dataset
    data: Path | None
    protocol: Protocol
    seed: int
    device: str
    out: Path
    every: float = EVERY
    cores: int = 1

    def file(self, arm: Arm) -> CheckpointFile:
        """The checkpoint of an arm."""
        told = {"data": self.dataset, "seed": self.seed, "device": self.device}
        of = as_json({**told, **told_of_protocol(self.protocol), "arm": told_of_arm(arm)})
        name = f"arm-{self.protocol.arms.index(arm)}.safetensors"
        return CheckpointFile(self.out / "arms" / name, sha256(of).hexdigest(), self.every)

    def finished(self, arm: Arm) -> Checkpoint | None:
        """The last checkpoint of an arm that is trained to the end."""
        found = self.file(arm).found()
        return found if found and found.epoch == self.protocol.epochs else None

    def train(self, arm: Arm, progress: Progress) -> None:
        """Train an arm to the end, from its checkpoint if there is one."""
        images = images_of(self.dataset, self.data)
        file = self.file(arm)
        trained(
            images,
            self.protocol,
            arm,
            self.seed,
            device=self.device,
            progress=progress,
            file=file,
            cores=self.cores,
        )


@cache
def images_of(dataset: Dataset, data: Path | None) -> Images:
    """The images of a data set, kept for the next arm."""
    return digits() if dataset == "digits" else mnist(data)


def all_arms(task: Task, workers: int, progress: Progress) -> Mapping[Arm, Checkpoint]:
    """The last checkpoint of every arm; `workers` arms are trained at a time, one in this process.

    Workers that would be left over train replicas of the same arms.

    A ValueError tells of a checkpoint that is damaged or of another run; nothing has been trained then.
    """
    missing = [arm for arm in task.protocol.arms if task.finished(arm) is None]
    if workers == 1 or task.device != "cpu":
        for arm in missing:
            task.train(arm, progress)
    elif missing:
        task = replace(task, cores=max(1, workers // len(missing)))
        _in_processes(task, missing, min(workers, len(missing)), progress)
    for leftover in (task.out / "arms").glob("*.tmp"):
        leftover.unlink(missing_ok=True)
    found = {arm: task.finished(arm) for arm in task.protocol.arms}
    return {arm: checkpoint for arm, checkpoint in found.items() if checkpoint}


def _in_processes(task: Task, arms: list[Arm], workers: int, progress: Progress) -> None:
    """Train `arms` in so many children; a failure or an interruption ends all of them."""
    lock = Lock()

    def told(news: tuple[str, int, int, str]) -> None:
        with lock:
            progress(*news)

    with ThreadPoolExecutor(workers) as pool, Crew(_train) as crew:
        try:
            for done in as_completed([pool.submit(_by_child, crew, (task, arm), told) for arm in arms]):
                done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _train(question: tuple[Task, Arm]) -> None:
    """Train an arm in a child process."""
    task, arm = question
    task.train(arm, lambda *news: tell(news))


def _by_child(crew: Crew, question: tuple[Task, Arm], told: Callable[[Any], None]) -> None:
    """Have an arm trained by a child; by another one if that dies.

    Raises:
        ChildProcessError: if child after child dies.
    """
    for _ in range(TRIES):
        try:
            with crew.child() as child:
                child.answer(question, told=told)
        except Died as error:
            last = error
            if crew.left:
                break
        else:
            return
    raise ChildProcessError(f"{question[1].label} was tried {TRIES} times: {last}")
