"""Path data of SVG in as few characters as its look needs.

A place is rounded to a tenth of a unit: panels are shown at one to one and a half pixels a unit, so that
nothing moves by more than 0.08 pixels. Steps go from rounded place to rounded place: errors do not add up.

## Main definitions
* `path_data`: absolute path data, as matplotlib writes it -> relative and short.
* `tenths`: a number, rounded to a tenth.
"""

import re
from collections.abc import Iterator, Sequence

COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "z": 0}  # of one step
Place = tuple[int, int]  # in tenths of a unit


def path_data(data: str) -> str:
    r"""`data` with relative steps and tenths of a unit.

    A command that matplotlib does not write raises ValueError.

    >>> path_data("M 34.283053 203.20 \n L 328.20 203.2 L 330.2 -3.5 z")
    'M34.3 203.2h293.9l2-206.7z'
    """
    said: list[str] = []
    here = start = (0, 0)
    for command, places in _steps(data):
        said.append(_step(command, here, places))
        here = places[-1] if places else start
        start = here if command == "M" else start
    return _joined(said)


def tenths(text: str) -> str:
    """A number with one decimal at most.

    >>> tenths("276.87"), tenths("-0.04"), tenths("0.52")
    ('276.9', '0', '.5')
    """
    return _told(_rounded(text))


def _steps(data: str) -> Iterator[tuple[str, list[Place]]]:
    """The command and the places of each step.

    Raises:
        ValueError: for a command that matplotlib does not write.
    """
    for command, rest in COMMAND.findall(data):
        if command not in NUMBERS:
            raise ValueError(f"path data with the command {command}; known are {', '.join(NUMBERS)}")
        numbers = [_rounded(number) for number in rest.split()]
        places = list(zip(numbers[::2], numbers[1::2], strict=True))
        size = NUMBERS[command] // 2
        yield from ((command, places[k : k + size]) for k in range(0, len(places) or 1, size or 1))


def _step(command: str, here: Place, places: Sequence[Place]) -> str:
    """One step from `here`, with a letter of its own."""
    if command in "Mz":
        return command + _listed(places)
    moves = [(x - here[0], y - here[1]) for x, y in places]
    across, up = moves[-1]
    if command == "L" and not (across and up):
        return f"v{_told(up)}" if up else f"h{_told(across)}"
    return command.lower() + _listed(moves)


def _joined(steps: Sequence[str]) -> str:
    """All steps: one that leads nowhere only where it makes a dot, and no letter twice in a row."""
    told = letter = ""
    for step in steps:
        if step == "h0" and letter != "M":
            continue
        told = _appended(told, step[1:]) if step[0] == letter else told + step
        letter = step[0]
    return told


def _listed(places: Sequence[Place]) -> str:
    told = ""
    for place in places:
        for number in place:
            told = _appended(told, _told(number))
    return told


def _appended(told: str, number: str) -> str:
    """`number` after a number, with a space only where the two would be one."""
    pointed = told[-2:-1] == "."  # a number has one decimal at most
    apart = not told or number.startswith("-") or (number.startswith(".") and pointed)
    return told + number if apart else f"{told} {number}"


def _rounded(text: str) -> int:
    return round(float(text) * 10)


def _told(number: int) -> str:
    """A number of tenths, in digits."""
    whole, tenth = divmod(abs(number), 10)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole or ''}.{tenth}" if tenth else f"{sign}{whole}"
