"""The same simulations by other programs: functions to call, and how many items a call makes."""

import numpy as np
import pytest
import sympy as sp

from numerics.paths.targets import SHIFT

DT, EPS = 0.01, 0.1
COUPLING = sp.Rational(1, 2)
"""Of the chain, if there is more than one coordinate."""


def by_torchsde(potential, dtype, paths, steps):
    torch, torchsde = pytest.importorskip("torch"), pytest.importorskip("torchsde")
    torch.set_num_threads(1)
    kind = torch.float64 if dtype is np.float64 else torch.float32

    class Sde(torch.nn.Module):
        noise_type, sde_type = "diagonal", "ito"

        def f(self, t, y):
            drift = y - y**3
            if y.shape[1] > 1:
                c, rise = float(COUPLING), y[:, 1:] - y[:, :-1]
                drift[:, :-1] += c * rise
                drift[:, 1:] -= c * rise
            return drift

        def g(self, t, y):
            return torch.full_like(y, (2 * EPS) ** 0.5)

    def call():
        with torch.no_grad():
            start = torch.full((paths, len(potential.coords)), -1.0, dtype=kind)
            times = torch.tensor([0.0, steps * DT], dtype=torch.float64)  # in float32 it is 40 times slower
            return torchsde.sdeint(Sde(), start, times, method="euler", dt=DT)[-1].numpy()

    return call, paths * steps


def by_diffrax(dtype, paths, steps, *, until=None):
    diffrax, jax = pytest.importorskip("diffrax"), pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", dtype is np.float64)
    jnp = jax.numpy
    event = diffrax.Event(lambda t, y, args, **more: y > until) if until is not None else None

    def one(key):
        shape = jax.ShapeDtypeStruct((), dtype)
        noise = diffrax.UnsafeBrownianPath(shape, key)
        terms = diffrax.MultiTerm(
            diffrax.ODETerm(lambda t, y, args: y - y**3),
            diffrax.ControlTerm(lambda t, y, args: jnp.asarray((2 * EPS) ** 0.5, dtype), noise),
        )
        found = diffrax.diffeqsolve(
            terms, diffrax.Euler(), 0.0, steps * DT, DT, jnp.asarray(-1, dtype), event=event,
            adjoint=diffrax.ForwardMode(), max_steps=steps + 8, throw=False,
            saveat=diffrax.SaveAt(t1=True)
        )  # fmt: skip
        return found.ts[-1], found.ys[-1]

    many = jax.jit(jax.vmap(one))

    def call():
        return [np.asarray(x) for x in many(jax.random.split(jax.random.key(1), paths))]

    return call, paths * (steps if until is None else 1)


def by_numpy(paths):
    """First passages as a loop over time steps, all paths at once, those that arrived left out."""

    def call():
        stream, noise = np.random.Generator(np.random.SFC64(1)), np.sqrt(2 * DT * EPS)
        w, steps, number, done = np.full(paths, -1.0), 0, np.arange(paths), np.zeros(paths)
        while w.size:
            w += noise * stream.standard_normal(w.size) - DT * (w * w * w - w)
            steps += 1
            inside = w < 1 - SHIFT * noise
            if not inside.all():
                done[number[~inside]] = steps
                w, number = w[inside], number[inside]
        return done * DT

    return call, paths
