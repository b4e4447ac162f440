"""The checks at the end of the record, met by curvatures of which the truth is known."""

import numpy as np
import pytest

from ledger.model import Check, Setting
from ledger.outcome import Outcome
from nn_experiments.curvature.kept import CURVATURE, EVALUATION, NOISE, OF_NOISE, TRAINING, Curvatures
from nn_experiments.findings import descending, end_norms, flatness, the_record
from nn_experiments.network.model import Architecture
from nn_experiments.noise import on_mnist
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN
from tests.nn_experiments.planted import PAPER, run_of

S, R = Outcome.SUPPORTS, Outcome.REFUTES
CHECKS = {
    name: check
    for module in (flatness, descending, on_mnist)
    for name, check in vars(module).items()
    if isinstance(check, Check)
}
RUN = run_of(log_norm=lambda arm, e: 0 * e + 2.0 * (arm == COLD), protocol=PAPER, data="MNIST")
LEVEL = {"log_norm": 2.0, "log_scaled_norm": 2.0}


def found(shift=None, lowest=-0.5, anisotropy=500.0, alignment=100.0) -> Curvatures:
    """COLD is at 2, all others at 0, in all three ways; `shift` moves (arm, kind, quantity) by something."""
    rng = np.random.default_rng(3)
    nets = []
    for number, arm in enumerate(PAPER.arms):
        for kind, names in ((EVALUATION, CURVATURE), (TRAINING, CURVATURE), (NOISE, OF_NOISE)):
            for replica in range(arm.replicas):
                values = dict.fromkeys(names, 1.0)
                for name in sorted(LEVEL.keys() & set(names)):  # one order for all runs of Python
                    moved = (shift or {}).get((arm, kind, name), 0.0)
                    values[name] = LEVEL[name] * (arm == COLD) + moved + rng.normal(0, 0.02)
                if kind == NOISE:
                    values |= {"anisotropy": anisotropy + rng.normal(0, 0.001), "alignment": alignment}
                    values["directions"] = 59402 / (1 + anisotropy) + rng.normal(0, 0.01)
                    values["alignment"] *= np.exp(rng.normal(0, 0.01))
                else:
                    values |= {"largest": [2.0], "smallest": [2 * lowest], "smallest_bounds": [1e-3]}
                    values["largest_bounds"] = [1e-3]
                    values["smallest"][0] *= 1 + rng.normal(0, 0.01)
                nets.append(
                    {"arm": number, "label": arm.label, "replica": replica, "kind": kind, "values": values}
                )
    return Curvatures({}, {}, nets)


def evidence(monkeypatch, name, **truth):
    monkeypatch.setattr(flatness, "kept", lambda record: RUN)
    for module in (flatness, descending, on_mnist):
        monkeypatch.setattr(module, "kept_curvature", lambda record: found(**truth))
    return CHECKS[name].run(Setting())


SCALED = "log_scaled_norm"
ALIKE = "equal_ratios_give_equal_scale_invariant_norms_on_mnist"
GHOSTLY = "equal_ratios_give_equal_scale_invariant_norms_under_equal_normalisation_on_mnist"
TRAINED = "equal_ratios_give_equal_norms_in_training_mode_on_mnist"
FLATTER = "larger_ratios_are_flatter_whatever_the_lengths_on_mnist"
FLATTER_TRAINED = "larger_ratios_are_flatter_in_training_mode_on_mnist"
MINIMA = "printed_iterates_have_no_descending_curvature_on_mnist"
ISOTROPIC = "printed_noise_of_nets_on_mnist_is_isotropic"
BLIND = "printed_noise_of_nets_on_mnist_ignores_the_hessian"
FEW = "noise_of_nets_on_mnist_has_few_directions"


@pytest.mark.parametrize(
    ("name", "truth", "outcome"),
    [
        (ALIKE, {}, S),
        (ALIKE, {"shift": {(TWIN, EVALUATION, SCALED): -0.6}}, R),
        (ALIKE, {"shift": {(GHOST, EVALUATION, SCALED): -0.6}}, S),
        (GHOSTLY, {}, S),
        (GHOSTLY, {"shift": {(GHOST, EVALUATION, SCALED): 0.6}}, R),
        (TRAINED, {}, S),
        (TRAINED, {"shift": {(TWIN, TRAINING, "log_norm"): 0.6}}, R),
        (FLATTER, {}, S),
        (FLATTER, {"shift": {(COLD, EVALUATION, SCALED): -2.0}}, R),
        (FLATTER_TRAINED, {}, S),
        (FLATTER_TRAINED, {"shift": {(HOT, TRAINING, "log_norm"): 3.0}}, R),
        (MINIMA, {"lowest": -0.5}, R),
        (MINIMA, {"lowest": -0.001}, S),
        (ISOTROPIC, {}, R),
        (ISOTROPIC, {"anisotropy": 0.0}, S),
        (BLIND, {}, R),
        (BLIND, {"alignment": 1.0}, S),
        (FEW, {}, S),
        (FEW, {"anisotropy": 10.0}, R),
    ],
)
def test_what_is_so_is_found_by_a_check_with_teeth(monkeypatch, name, truth, outcome):
    seen = evidence(monkeypatch, name, **truth)
    assert seen.outcome is outcome
    assert seen.has_teeth or (seen.outcome is R and name == FEW)


def test_a_small_distance_between_the_ratios_asks_for_more_than_a_quarter(monkeypatch):
    shift = {(COLD, EVALUATION, SCALED): -1.5, (TWIN, EVALUATION, SCALED): 0.18}
    assert evidence(monkeypatch, ALIKE, shift=shift).outcome is R


def test_other_probes_tell_when_the_nets_are_not_those_of_the_run(monkeypatch):
    seen = evidence(monkeypatch, ALIKE, shift={(HOT, EVALUATION, "log_norm"): 0.6})
    assert not seen.has_teeth


def test_the_picture_shows_every_net_and_the_mean_of_each_pair(monkeypatch):
    (figure,) = evidence(monkeypatch, ALIKE).figures
    assert figure.name == "figure-3-end"
    for panel in figure.panels:
        assert len(panel.curves) == 4 * (10 + 1)
        assert {curve.label for curve in panel.curves} == {arm.label for arm in PAPER.arms}
    assert "training mode: (0.01, 128) 1.9" in figure.description


def test_pairs_are_compared_replica_by_replica():
    fewer = Curvatures({}, {}, [net for net in found().nets if net["replica"] != 4])
    with pytest.raises(ValueError, match="all 10 replicas are wanted"):
        end_norms.at_the_end(fewer, end_norms.PLAIN, HOT)


def test_the_number_of_weights_is_that_of_the_nets():
    assert Architecture(PAPER.widths).size == on_mnist.WEIGHTS


def test_curvature_of_a_record_is_read_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(the_record, "RECORDS", tmp_path)
    with pytest.raises(ValueError, match="no curvature has been measured there"):
        the_record.kept_curvature("none")
