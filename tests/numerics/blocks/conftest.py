import logging

import pytest


@pytest.fixture
def cluster():
    """Two workers of dask, in processes of their own."""
    distributed = pytest.importorskip("distributed")
    setting = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    quiet = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    with distributed.LocalCluster(**setting, **quiet) as running:
        yield running
