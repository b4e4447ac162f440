import numpy as np
import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from numerics.plane.chain import diffusion_chain
from numerics.plane.landscape import landscape
from numerics.plane.mesh import Mesh
from numerics.plane.targets import Disc

SHEARED = Potential((x**2 - 1) ** 2 / 4 + (y - x) ** 2 / 2, (x, y))
MESH = Mesh(np.linspace(-2, 2, 161), np.linspace(-2.0, 2.2, 169))


def generator_applied(noise, function, eps0="1/5", turning=0, mesh=MESH):
    """The chain's generator on a function of (x, y) at inner nodes, and where these are."""
    nodes = mesh.nodes()
    inside = np.ones(nodes[0].shape, dtype=bool)
    chain = diffusion_chain(landscape(SHEARED, noise, eps0), mesh, inside, (), turning)
    values = function(nodes[0][inside], nodes[1][inside])
    found = (chain.rates * (values[chain.goals] - values[:, None])).sum(axis=1)
    inner = (chain.goals >= 0).all(axis=1)
    return found[inner], nodes[0][inside][inner], nodes[1][inside][inner]


@pytest.mark.parametrize("beta", [1 + 0 * x, 1 + x**2 / 2 + y / 3])
def test_the_chain_acts_as_the_diffusion(beta):
    found, X, Y = generator_applied(beta if beta.free_symbols else 1, lambda a, b: np.sin(a) * b)
    noise = 1 + (X**2 / 2 + Y / 3 if beta.free_symbols else 0)
    slope = X * (X**2 - 1) - (Y - X), Y - X
    exact = -noise / 5 * np.sin(X) * Y - slope[0] * np.cos(X) * Y - slope[1] * np.sin(X)
    assert np.abs(found - exact).max() < 2e-2 * np.abs(exact).max()


def test_around_an_axis_the_chain_acts_as_a_diffusion_in_space():
    mesh = Mesh(np.linspace(-1, 1, 81), np.linspace(0, 1, 41))
    found, X, R = generator_applied(1, lambda a, r: r**2, turning=1, mesh=mesh)
    exact = 4 / 5 - (R - X) * 2 * R  # Δ|y|² = 4 in the plane of y
    assert np.abs(found - exact)[R > 0.1].max() < 5e-3


def test_constant_noise_gives_a_reversible_chain():
    nodes = MESH.nodes()
    chain = diffusion_chain(landscape(SHEARED, 1, "1/5"), MESH, np.ones(nodes[0].shape, dtype=bool))
    weights = np.exp(-5 * ((nodes[0] ** 2 - 1) ** 2 / 4 + (nodes[1] - nodes[0]) ** 2 / 2)).ravel()
    weights *= MESH.widths(chain.indices).prod(axis=1)
    inner = (chain.goals >= 0).all(axis=1)
    flow = weights[:, None] * chain.rates
    back = np.stack([flow[chain.goals[:, way], way ^ 1] for way in range(4)], axis=1)
    assert np.allclose(flow[inner], back[inner], rtol=1e-11)


def test_what_jumps_into_a_target_is_killed():
    targets = Disc((1.0, 1.0), 0.31), Disc((-1.0, -1.0), 0.2)
    nodes = MESH.nodes()
    chain = diffusion_chain(landscape(SHEARED, 1, "1/5"), MESH, np.ones(nodes[0].shape, dtype=bool), targets)
    assert (chain.ways_out[0] + chain.ways_out[1] == chain.killing).all()
    x, y = MESH.x[chain.indices[:, 0]], MESH.y[chain.indices[:, 1]]
    for target, way in zip(targets, chain.ways_out, strict=True):
        distance = np.hypot(x - target.centre[0], y - target.centre[1]) - target.radius
        assert (distance > 0).all()
        assert (distance[way > 0] < 0.03).all()
        assert (way[distance < 0.01] > 0).all()
