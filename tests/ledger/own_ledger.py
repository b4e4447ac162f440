"""A ledger of one's own in a folder, for tests that spoil it."""

from pathlib import Path

PAPER = 'title = "T"\nauthors = "A"\nyear = 2000\n'
CHECKS = '''
"""Two is two."""

from ledger.bound import exact
from ledger.compare import agree
from ledger.model import Check


def two():
    return exact(2)


good = Check(tests="two", measure=two, predict=two, compare=agree("0.1"), wrong={"three": lambda: exact(3)})
'''
ROW = """
[[claim]]
id = "{id}"
where = "here"
says = "x"
nature = "statement"
expect = "holds"
checks = ["{check}"]
"""


def own_ledger(folder: Path, *checks: str, paper: str = PAPER, modules: dict[str, str] | None = None) -> Path:
    """A folder with paper.toml, one claim (c0, c1, …) for each of the names of checks, and modules."""
    folder.mkdir(exist_ok=True)
    (folder / "paper.toml").write_text(paper, encoding="utf-8")
    rows = "".join(ROW.format(id=f"c{i}", check=name) for i, name in enumerate(checks))
    (folder / "claims.toml").write_text(f'section = "all"\n{rows}', encoding="utf-8")
    for name, text in ({"checks.py": CHECKS} if modules is None else modules).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
