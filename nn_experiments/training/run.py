"""The run behind the checks: all arms on handwritten digits, once in a process.

## Main definitions
* `experiment`: a protocol, run.
* `digits_run`: the run that a `Setting` asks for, kept for the checks that share it.
"""

from functools import cache

from ledger.model import Setting
from nn_experiments.data.digits import Images, digits
from nn_experiments.data.mnist import mnist
from nn_experiments.training import protocol as protocols
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import Protocol
from nn_experiments.training.train import Progress, silent, trained


def experiment(
    images: Images, protocol: Protocol, seed: int, *, device: str = "cpu", progress: Progress = silent
) -> Run:
    """Train and measure all arms of `protocol` on `images`."""
    curves = {
        arm: trained(images, protocol, arm, seed, device=device, progress=progress) for arm in protocol.arms
    }
    return Run(protocol, images.name, seed, curves)


@cache
def digits_run(setting: Setting) -> Run:
    """The run on the digits that come with the suite, or on MNIST if the setting names its folder.

    Raises:
        RuntimeError: if a replica diverged; comparisons by seed need all of them.
    """
    if setting.data is None:
        run = experiment(digits(), protocols.DIGITS, setting.seed)
    else:
        run = experiment(mnist(setting.data), protocols.MNIST, setting.seed)
    if run.diverged:
        raise RuntimeError(f"training diverged: {'; '.join(run.diverged)}")
    return run
