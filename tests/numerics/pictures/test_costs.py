import xml.etree.ElementTree as ElementTree

import pytest

from numerics.costs import pictures
from numerics.costs.measure import Axes, Curve
from numerics.pictures.costs import drawn


def test_a_picture_says_what_where_and_when(tmp_path, monkeypatch):
    curves = (Curve("sums", (10, 100), lambda n: sum(range(n))),)
    monkeypatch.setitem(pictures.PICTURES, "small", (Axes("terms", curves),))
    root = ElementTree.parse(drawn("small", tmp_path)).getroot()
    assert root.tag.endswith("svg")


def test_an_unknown_picture_is_refused():
    with pytest.raises(ValueError, match="name='tea': known pictures are cost_escape"):
        drawn("tea")
