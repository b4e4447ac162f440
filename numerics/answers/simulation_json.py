"""A simulated escape as JSON data, numbers as decimal strings; `docs/simulation.md` describes each field.

## Main definitions
* `simulation_told`: SimulationAnswer -> JSON data.
"""

from ledger.bound import exact
from numerics.answers.decimals import certain_digits, decimal_ends, decimal_middle
from numerics.answers.simulation import SimulationAnswer


def simulation_told(found: SimulationAnswer) -> dict[str, str]:
    """What the simulation found, and all that is needed to find it again."""
    ends = decimal_ends(found.time)
    return {
        "time": decimal_middle(found.time),
        "low": ends["low"],
        "high": ends["high"],
        "level": f"{found.level:g}",
        "paths": str(found.paths),
        "steps": str(found.steps),
        "method": found.plan.method,
        "device": found.plan.device,
        "dt": certain_digits(exact(found.plan.dt)) or "",
        "seed": str(found.plan.seed),
        "digest": found.digest,
    }
