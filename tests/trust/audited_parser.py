"""A process of its own that parses texts while everything it does is watched.

It reads a JSON list of texts from stdin and writes what became of each to stdout: whether it was refused, by
what error, in what message, in how much time, and which events the interpreter reported meanwhile. The
interpreter reports whatever is executed, imported, opened or started. Reading a text as a syntax tree is one
event of its own, which names no file, and the only one that is expected.

## Main definitions
* `watch`: from now on events can be seen.      * `seen`: those while something is done.
* `watched`: what became of a text.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from derivations.formula import FUNCTIONS
from derivations.parse import parse

MEMORY = 4 * 2**30  # bytes of addresses; SymPy and python-flint take one of them
HARMLESS = ("object.", "sys._getframe", "array.__new__")  # the last makes SymPy's list of primes
TREE = "compile <unknown>"  # of ast.parse
WARM = [f"{name}(1/3)*{name}(w + 2)**2/7 + sqrt(2 + {name}(1/3))" for name in FUNCTIONS]

events: list[str] = []
watching = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and not event.startswith(HARMLESS):
        told = {"compile": arguments[1:2], "import": arguments[:1]}.get(event, ("",))[0]
        events.append(f"{event} {told}".strip())


def watch() -> None:
    """Begin to listen; there is no way to end it but to end the process."""
    sys.addaudithook(_hook)


def seen(action: Callable[[], Any]) -> list[str]:
    """The events while `action` runs."""
    global watching
    events.clear()
    watching = True
    try:
        action()
    finally:
        watching = False
    return list(events)


def watched(text: str) -> dict[str, Any]:
    """What became of a text."""
    found: dict[str, Any] = {"error": "", "message": ""}

    def read() -> None:
        try:
            parse(text)
        except BaseException as error:  # whatever it is, it is told
            found.update(error=[kind.__name__ for kind in type(error).__mro__], message=str(error))

    begin = time.process_time()
    found["events"] = [event for event in seen(read) if event != TREE]
    return found | {"seconds": time.process_time() - begin}


def warm() -> None:
    """Read a little: SymPy imports parts of itself when they are first used."""
    for text in WARM:
        parse(text)


def main() -> None:
    """Parse what stands in stdin."""
    asked = json.load(sys.stdin)
    warm()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    watch()
    control = seen(lambda: eval("__import__('wave')"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results = [watched(text) for text in asked]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    json.dump({"control": control, "grown": grown * 1024, "results": results}, sys.stdout)


if __name__ == "__main__":
    main()
