"""Small works, where other processes can import them."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Noise:
    """Random numbers that depend on seed and number; notes each block it makes as a file in `notes`."""

    seed: int
    notes: Path
    pause: float = 0.0

    @property
    def question(self):
        return {"seed": str(self.seed)}

    @property
    def made_by(self):
        return ("blocks",)

    def block(self, number):
        time.sleep(self.pause)
        self.note(number)
        return {"x": np.random.default_rng((self.seed, number)).normal(size=50), "n": np.array(number)}

    def note(self, number):
        (self.notes / f"{number}-{os.getpid()}-{time.monotonic_ns()}").touch()

    def made(self):
        """The numbers of the blocks that were made."""
        return sorted(int(file.name.partition("-")[0]) for file in self.notes.iterdir())


@dataclass(frozen=True)
class Deadly(Noise):
    """Kills its process over block 2: the first time, or always."""

    always: bool = False

    def block(self, number):
        if number == 2 and (self.always or not (self.notes / "2-died").exists()):
            (self.notes / "2-died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().block(number)


@dataclass(frozen=True)
class Wrong(Noise):
    """Cannot make block 3."""

    def block(self, number):
        if number == 3:
            raise ValueError("three cannot be made")
        return super().block(number)
