"""Where paths are simulated: on the processor or on a GPU.

## Main definitions
* `DEVICES`: the names.      * `require_device`: refuses what is not at hand.
"""

from importlib import import_module

DEVICES = ("cpu", "cuda")


def require_device(device: str) -> None:
    """A GPU is never pretended.

    Raises:
        ValueError: if the device is unknown or cannot be used.
    """
    if device not in DEVICES:
        raise ValueError(f"device={device}: known are {', '.join(DEVICES)}")
    if device == "cuda" and not _cuda_works():
        raise ValueError(
            "device=cuda: no CUDA device is at hand that numba can use (an NVIDIA driver and"
            " `pip install -e '.[cuda]'` in the suite's folder are wanted)"
        )


def _cuda_works() -> bool:
    try:
        return bool(import_module("numba.cuda").is_available())
    except ImportError:
        return False
