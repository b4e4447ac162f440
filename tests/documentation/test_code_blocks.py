"""README and docs: every block runs, prints what is shown, or says why it is not run."""

import json
import shlex
import tomllib
from contextlib import redirect_stdout
from io import StringIO

import pytest
from click.testing import CliRunner

from ledger.cli import main
from tests.documentation.blocks import PAGES, ROOT, agrees, blocks

RUNS = ("console", "python")
READ = {"json": json.loads, "toml": tomllib.loads}
SHOWN = ("text", "bibtex", "{toctree}")
BAD = "# 2"  # a command that is refused says so in its comment


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder in which the commands of a page may write, with what they read beside it."""
    (tmp_path / "ledgers").symlink_to(ROOT / "ledgers")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commanded(line):
    """What the command prints."""
    program, *arguments = shlex.split(line, comments=True)
    assert program == "sgd-theorems", f"{line}: cannot be run here"
    done = CliRunner().invoke(main, arguments, prog_name=program)
    assert done.exit_code == (2 if BAD in line else 0), f"{line}\n{done.output}"
    return done.stdout


def printed(block, names):
    """What running the block prints."""
    if block.language == "console":
        return [commanded(line) for line in block.lines][-1:]
    out = StringIO()
    with redirect_stdout(out):
        exec(compile("\n" * block.line + block.text, "page", "exec"), names)
    return [out.getvalue()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_blocks_run_and_print_what_is_shown(page, folder):
    names, last = {"__name__": "__main__"}, []
    for block in blocks(page):
        here = f"{page.name}, line {block.line}"
        output = block.told("output")
        if output is not None:
            assert last, f"{here}: nothing was run before it"
            assert agrees(block.text, last[0], beginning=bool(output)), f"{here}:\n{last[0]}"
        elif block.language in READ:
            READ[block.language](block.text)
        elif block.language in RUNS and block.lines:
            last = printed(block, names)
        else:
            assert block.language in SHOWN or block.is_left_out, f"{here}: {block.language} is not run"


def test_a_block_that_prints_something_else_is_noticed():
    assert agrees("a 1.2… b\nc\n", "a 1.234 b\nc\n", beginning=False)
    assert agrees("a\n", "a\nb\n", beginning=True)
    assert not agrees("a\n", "a\nb\n", beginning=False)
    assert not agrees("a 1.2… b\n", "a 1.3 b\n", beginning=False)
