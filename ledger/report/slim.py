"""matplotlib's SVG with the same look in a third of the bytes.

Groups without attributes go; ticks and grid lines of one look become one path; what all marks of a curve have
in common moves to their group; coordinates get two decimals, ids a letter, and the looks of axes and words
become classes of the style sheet.

## Main definitions
* `slim`: an `<svg>` element -> the same, smaller.
"""

import re
from xml.etree.ElementTree import Element, fromstring, tostring

XLINK = "{http://www.w3.org/1999/xlink}href"
LOOKS = {  # classes of page.css: grid lines, ticks, small ticks, numbers below, numbers at the left
    "fill: none; stroke: currentColor; stroke-opacity: 0.12; stroke-width: 0.5; stroke-linecap: square": "gl",
    "fill: currentColor; stroke: currentColor; stroke-width: 0.6": "tk",
    "stroke: currentColor; stroke-width: 0.6": "tk",
    "fill: currentColor; stroke: currentColor; stroke-width: 0.4": "tm",
    "stroke: currentColor; stroke-width: 0.4": "tm",
    "font-size: 10px; text-anchor: middle; fill: currentColor": "tx",
    "font-size: 10px; text-anchor: end; fill: currentColor": "ty",
}
JOINED = ("gl", "tk", "tm")
DASH = re.compile(r"M0 0(L\S+ ?\S+)")


def slim(svg: str, key: str) -> str:
    """`svg`, an element as matplotlib writes it, smaller; `key` begins each of its ids."""
    root = fromstring(svg)
    _short(root)
    _unwrapped(root)
    _ticks(root)
    for element in list(root.iter()):
        _joined(element)
        _share_style(element)
    _empty_defs_gone(root)
    _rename(root, key)
    return tostring(root, encoding="unicode")


def _short(root: Element) -> None:
    """Names without a space of names, short coordinates, classes for the common looks, no empty lines."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.tail = None
        element.text = element.text if (element.text or "").strip() else None
        if XLINK in element.attrib:
            element.set("href", element.attrib.pop(XLINK))
        for name in element.attrib.keys() & {"d", "x", "y", "width", "height"}:
            element.set(name, path_data(element.attrib[name]))
        if look := LOOKS.get(element.attrib.get("style", "")):
            del element.attrib["style"]
            element.set("class", look)


def path_data(data: str) -> str:
    r"""Path data with two decimals at most (less than a screen shows) and no space that is not needed.

    >>> path_data("M 34.283053 203.20 \n L 328.20 -3.5 z")
    'M34.28 203.2L328.2-3.5z'
    """
    short = re.sub(r"-?\d+(?:\.\d+)?", lambda found: f"{round(float(found[0]), 2):g}", " ".join(data.split()))
    return re.sub(r" ?([A-Za-df-z]) ?", r"\1", short).replace(" -", "-")


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
        path.get("id"): found[1].replace("L", "l")
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


def _share_style(element: Element) -> None:
    """The style that all marks of a group have is said by the group."""
    tags = {child.tag for child in element}
    marks = [child for child in element if child.tag == "use"]
    styles = {mark.get("style", "") for mark in marks}
    if element.tag == "g" and tags <= {"use", "defs"} and len(styles) == 1 and all(styles):
        element.set("style", *styles)
        for mark in marks:
            del mark.attrib["style"]


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
