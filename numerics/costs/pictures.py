"""All that is measured.

## Main definitions
* `PICTURES`: rows of axes by name, from `numerics.costs.line`, `plane` and `terrain`.
"""

from numerics.costs import line, plane, terrain
from numerics.costs.measure import Axes

PICTURES: dict[str, tuple[Axes, ...]] = line.PICTURES | plane.PICTURES | terrain.PICTURES
