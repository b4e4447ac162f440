"""All that is said of the curvature of a loss, in one call.

## Main definitions
* `CurvatureReport`: of R nets.
* `curvature_report`: its measurement.

## Implementation notes
The cost is that of products with the Hessian over all images: `least` to `most` for norm and trace, as many
again for the scale-invariant norm, `steps` + largest + smallest for the eigenvalues. One product of a net
takes about as long as three gradients over the same images.
"""

from dataclasses import dataclass

import torch

from nn_experiments.curvature.lanczos import Eigenvalues, extreme_eigenvalues
from nn_experiments.curvature.landscape import Landscape
from nn_experiments.curvature.lengths import Group, lengths, rescaled
from nn_experiments.curvature.random_products import Estimate, random_products
from nn_experiments.training.curves import Floats


@dataclass(frozen=True, eq=False, slots=True)
class CurvatureReport:
    """Curvature of the losses of R nets.

    `log_norm` is ln ‖H‖_F, `trace` is tr H, `log_scaled_norm` is ln ‖DHD‖_F with the lengths of
    `nn_experiments.curvature.lengths`; each with its standard error. `slope` is ‖∇L‖, shape (R,); `probes`
    are the vectors behind the norm and `scaled_probes` those behind the scale-invariant one.
    """

    normalisation: str
    images: int
    probes: int
    scaled_probes: int
    slope: Floats
    log_norm: Estimate
    trace: Estimate
    log_scaled_norm: Estimate
    eigenvalues: Eigenvalues


def curvature_report(
    landscape: Landscape,
    seed: int,
    *,
    wanted: float = 0.01,
    least: int = 100,
    most: int = 400,
    largest: int = 5,
    smallest: int = 1,
    steps: int = 60,
    group: Group = "unit",
) -> CurvatureReport:
    """Norm, trace, scale-invariant norm and extreme eigenvalues of the Hessians of R nets.

    Args:
        landscape: nets, images, and the mode of batch normalisation.
        seed: of all random vectors.
        wanted: relative standard error of the norms.
        least: random vectors for each norm in any case.
        most: random vectors for each norm at most.
        largest: eigenvalues at the upper end.
        smallest: eigenvalues at the lower end.
        steps: of Lanczos' method.
        group: what is one length for the scale-invariant norm.
    """
    place = landscape.place
    draws = torch.Generator(place.device).manual_seed(seed)
    plain = random_products(landscape.products, place, draws, wanted=wanted, least=least, most=most)
    invariant = rescaled(landscape.products, lengths(landscape.parameters, group))
    scaled = random_products(invariant, place, draws, wanted=wanted, least=least, most=most)
    return CurvatureReport(
        normalisation=_mode(landscape),
        images=len(landscape.labels),
        probes=plain.squares.shape[1],
        scaled_probes=scaled.squares.shape[1],
        slope=torch.linalg.vector_norm(landscape.gradient().double(), dim=1).cpu().numpy(),
        log_norm=plain.log_norm,
        trace=plain.trace,
        log_scaled_norm=scaled.log_norm,
        eigenvalues=extreme_eigenvalues(
            landscape.products, place, draws, largest=largest, smallest=smallest, steps=steps
        ),
    )


def _mode(landscape: Landscape) -> str:
    if not landscape.architecture.normalised:
        return "none"
    return "training" if landscape.moments is None else "evaluation"
