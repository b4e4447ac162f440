"""Where paths are simulated: on the processor or on a GPU.

## Main definitions
* `DEVICES`: the names.      * `require_device`: refuses what is not at hand.
"""

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
            " `pip install sgd-theorems[cuda]` are wanted)"
        )


def _cuda_works() -> bool:
    try:
        from numba import cuda
    except ImportError:
        return False
    return bool(cuda.is_available())
