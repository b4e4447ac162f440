"""The reference: which functions are meant for use from outside, and in which order they are shown.

## Main definitions
* `PUBLIC`: page -> its title, what it is about, and names by module.
* `pages`: name and text of each page; Sphinx fills in the docstrings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the reference."""

    title: str
    about: str
    names: Mapping[str, str]


PUBLIC = {
    "ledger": Part(
        "Ledger: claims, checks, verdicts",
        "What a claim and a check are made of, and how evidence becomes a verdict; "
        "[how it is used](../judgement.md), [how to add one's own](../another_paper.md).",
        {
            "ledger.model": "Check Evidence Control Claim Paper Setting Verdict Nature Of",
            "ledger.outcome": "Outcome every",
            "ledger.compare": "Comparer agree near at_most at_least tends_to ordered identical",
            "derivations.identity": "equal",
            "ledger.judge": "judge",
            "ledger.load": "Ledger ledger claims check selected",
            "ledger.engine": "verify unexpected",
            "ledger.figure": "Figure Panel Curve Contours",
        },
    ),
    "bounds": Part(
        "Bounds: a number and how well it is known",
        "No float is compared. How a bound was made gives its [grade](../grades.md).",
        {
            "ledger.bound": "Grade Bound exact",
            "numerics.bounds": "enclosed closed_form logarithm exponential converged sampled counted "
            "sampled_quotient empirical observed",
        },
    ),
    "losses": Part(
        "Losses: from a formula to a potential",
        "A formula is read, never run.",
        {"derivations.parse": "parse", "derivations.potential": "Potential"},
    ),
    "answers": Part(
        "Answers: escape and stationary law",
        "What the commands [escape](../escape.md) and [stationary](../stationary.md) say, as objects.",
        {
            "numerics.answers.escape": "escape EscapeAnswer",
            "numerics.answers.stationary": "stationary StationaryAnswer Well",
            "numerics.terrain.kramers": "kramers_answer KramersAnswer",
            "numerics.terrain.terrain": "terrain_of Terrain",
        },
    ),
    "line": Part(
        "Numbers on the line",
        "With as many certified digits as are wanted; [why they are certain](../taylor_panels.md).",
        {
            "numerics.line.escape": "mean_escape_time mean_escape_time_with_noise",
            "numerics.line.spectrum": "spectral_gap poincare_constant slowest_rates",
        },
    ),
    "simulated": Part(
        "Simulation",
        "Paths, and rare events; [the command](../simulation.md), [the kernels](../kernels.md).",
        {
            "numerics.answers.simulation_plan": "plan Plan",
            "numerics.answers.simulation": "simulated SimulationAnswer",
            "numerics.paths.passages": "Simulation",
            "numerics.paths.positions": "positions",
            "numerics.paths.escape": "simulated_escape simulated_escape_time",
        },
    ),
    "networks": Part(
        "Networks: records, and a loss of one's own",
        "Runs of the [experiment](../experiment.md), and the escape of a network.",
        {
            "nn_experiments.training.protocol": "Protocol Arm",
            "nn_experiments.training.record": "recorded enclosed",
            "nn_experiments.training.curves": "Run Curves",
            "nn_experiments.escape.estimate": "escape_estimate",
            "nn_experiments.escape.answer": "EscapeEstimate",
            "nn_experiments.escape.module_loss": "module_loss ModuleLoss parameters_of",
        },
    ),
}


def pages() -> Iterator[tuple[str, str]]:
    """A page for each part; a function is shown by `autofunction`, a class by `autoclass`."""
    for name, part in PUBLIC.items():
        modules = (
            f"## `{module}`\n\n{_shown(module, names.split())}" for module, names in part.names.items()
        )
        yield f"reference-{name}", "\n\n".join([f"# {part.title}", part.about, *modules]) + "\n"


def _shown(module: str, names: list[str]) -> str:
    lines = [f".. auto{'class' if name[0].isupper() else 'function'}:: {module}.{name}\n" for name in names]
    return "```{eval-rst}\n" + "\n".join(lines) + "```"
