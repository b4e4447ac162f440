"""matplotlib's SVG with the same look in a third of the bytes.

Groups without attributes go; ticks and grid lines of one look become one path, and so do the round marks of a
curve; curves of one look say it once; paths are relative and round to tenths (`ledger.report.path_data`), ids
get a letter, and the looks of axes and words become classes of the style sheet.

## Main definitions
* `slim`: an `<svg>` element -> the same, smaller.
"""

import re
from itertools import groupby
from xml.etree.ElementTree import Element, fromstring, tostring

from ledger.report.path_data import path_data, tenths

XLINK = "{http://www.w3.org/1999/xlink}href"
SPINE = "fill: none; stroke: currentColor; stroke-width: 0.6; stroke-linejoin: miter; stroke-linecap: square"
LOOKS = {  # classes of page.css: grid lines, ticks, small ticks, spines, numbers below, numbers at the left
    "fill: none; stroke: currentColor; stroke-opacity: 0.12; stroke-width: 0.5; stroke-linecap: square": "gl",
    "fill: currentColor; stroke: currentColor; stroke-width: 0.6": "tk",
    "stroke: currentColor; stroke-width: 0.6": "tk",
    "fill: currentColor; stroke: currentColor; stroke-width: 0.4": "tm",
    "stroke: currentColor; stroke-width: 0.4": "tm",
    SPINE: "sp",
    "font-size: 10px; text-anchor: middle; fill: currentColor": "tx",
    "font-size: 10px; text-anchor: end; fill: currentColor": "ty",
}
JOINED = ("gl", "tk", "tm", "sp")
DASH = re.compile(r"M0 0([hv]\S+)")
CIRCLE = re.compile(r"M 0 (\S+) *(?:C[^A-Z]+){8}z")
EDGE = 1  # the width of a line that matplotlib does not write


def slim(svg: str, key: str) -> str:
    """`svg`, an element as matplotlib writes it, smaller; `key` begins each of its ids."""
    root = fromstring(svg)
    _plain(root)
    _dots(root)
    _short(root)
    _unwrapped(root)
    _ticks(root)
    for element in list(root.iter()):
        _joined(element)
        _grouped(element)
    _empty_defs_gone(root)
    _rename(root, key)
    return tostring(root, encoding="unicode")


def _plain(root: Element) -> None:
    """Names without a space of names, no empty lines, classes for the common looks."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.tail = None
        element.text = element.text if (element.text or "").strip() else None
        if XLINK in element.attrib:
            element.set("href", element.attrib.pop(XLINK))
        style = element.attrib.pop("style", "").replace("; stroke-dashoffset: 0", "")
        if style:
            element.set(*(("class", LOOKS[style]) if style in LOOKS else ("style", style)))


def _dots(root: Element) -> None:
    """The round marks of a curve become one path of dots: lines without a length, their ends round."""
    circles = {
        f"#{path.get('id')}": circle[1]
        for path in root.iter("path")
        if (circle := CIRCLE.fullmatch(" ".join(path.get("d", "").split())))
    }
    for group in list(root.iter("g")):
        looks = {(use.tag, use.get("href", ""), use.get("style", "")) for use in group}
        if len(looks) == 1 and (look := looks.pop())[1] in circles:
            places = "".join(
                f"M {use.get('x')} {use.get('y')} L {use.get('x')} {use.get('y')} " for use in group
            )
            width = f"{2 * float(circles[look[1]]) + EDGE:g}"
            ink = re.sub(r"fill: [^;]+; ", "", look[2])
            group[:] = []
            group.tag = "path"
            group.attrib |= {"class": "pt", "d": places, "style": f"{ink}; stroke-width: {width}"}
    for defs in root.iter("defs"):
        defs[:] = [child for child in defs if f"#{child.get('id')}" not in circles]


def _short(root: Element) -> None:
    """Coordinates of one decimal, paths that are short."""
    for element in root.iter():
        if element is not root:
            for name in element.attrib.keys() & {"x", "y", "width", "height"}:
                element.set(name, tenths(element.attrib[name]))
        if "d" in element.attrib:
            element.set("d", path_data(element.attrib["d"]))


def _unwrapped(element: Element) -> None:
    """Members of a group that says nothing take its place; what cannot be seen goes."""
    found: list[Element] = []
    for child in element:
        _unwrapped(child)
        found += list(child) if child.tag == "g" and not child.attrib else [child]
    element[:] = [child for child in found if child.get("style") != "fill: none"]


def _ticks(root: Element) -> None:
    """A tick that stands for another place is drawn where it stands."""
    dashes = {
        path.get("id"): found[1]
        for path in root.iter("path")
        if path.get("class") in JOINED and (found := DASH.fullmatch(path.get("d", "")))
    }
    for use in list(root.iter("use")):
        dash = dashes.get(use.get("href", "#")[1:])
        if dash and use.get("class"):
            x, y = use.attrib.pop("x"), use.attrib.pop("y")
            del use.attrib["href"]
            use.tag = "path"
            use.set("d", f"M{x} {y}{dash}")
    for defs in root.iter("defs"):
        defs[:] = [child for child in defs if child.get("id") not in dashes]


def _joined(element: Element) -> None:
    """Paths of one look become one path, where the first of them stands."""
    first: dict[tuple[str, ...], Element] = {}
    for child in [child for child in element if child.tag == "path" and child.get("class") in JOINED]:
        look = child.get("class", ""), child.get("clip-path", "")
        if look in first:
            first[look].set("d", first[look].get("d", "") + child.get("d", ""))
            element.remove(child)
        else:
            first[look] = child


def _grouped(element: Element) -> None:
    """Curves of one look that stand in a row become a group that says it once."""
    if element.tag == "defs":
        return
    children: list[Element] = []
    for look, row in groupby(element, key=_look):
        members = list(row)
        if look and len(members) > 1:
            for member in members:
                member.attrib = {name: said for name, said in member.attrib.items() if name not in look}
            group = Element("g", dict(look))
            group[:] = members
            members = [group]
        children += members
    element[:] = children


def _look(element: Element) -> dict[str, str]:
    return {name: element.attrib[name] for name in ("style", "clip-path") if name in element.attrib}


def _empty_defs_gone(root: Element) -> None:
    for parent in list(root.iter()):
        parent[:] = [child for child in parent if child.tag != "defs" or len(child)]


def _rename(root: Element, key: str) -> None:
    """Ids of one letter or two after the key, in the order in which they stand."""
    named = (element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    names = {name: f"{key}-{number:x}" for number, name in enumerate(named)}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set("id", names[value])
            elif name == "href":
                element.set("href", f"#{names[value[1:]]}")
            elif name == "clip-path":
                element.set("clip-path", f"url(#{names[value[5:-1]]})")
