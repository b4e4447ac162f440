"""The help of every command fits a screen and has an example that is one; completion; version."""

import os
import re
import shlex
from importlib.metadata import version

import click
import pytest
from click.testing import CliRunner

from ledger import load
from ledger.cli import main
from ledger.cli.examples import GISTS

LINES, COLUMNS = 30, 100
COMMANDS = sorted(main.commands)


def shown(*arguments):
    done = CliRunner().invoke(main, [*arguments, "--help"], terminal_width=COLUMNS)
    assert done.exit_code == 0
    return done.output


def examples(name):
    """The example lines of a command, as the arguments that its shell would hand over."""
    found = re.findall(r"^  (sgd-theorems (?:.*\\\n)*.*)", shown(name), re.MULTILINE)
    return [shlex.split(line.replace("\\\n", " ")) for line in found]


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_fits_a_screen(name):
    lines = shown(*filter(None, [name])).splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_can_be_parsed(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run").mkdir()
    (tmp_path / "curves").mkdir()
    (tmp_path / "run" / "evidence.json").write_text("{}")
    lines = examples(name)
    assert lines
    for program, command, *arguments in lines:
        assert (program, command) == ("sgd-theorems", name)
        main.commands[name].make_context(name, arguments, parent=click.Context(main))


def test_the_list_of_commands_tells_each_in_a_few_words():
    text = shown()
    assert set(GISTS) == set(COMMANDS)
    assert all(gist in text for gist in GISTS.values())
    assert "..." not in text.partition("Commands:")[2]


def test_the_version_is_that_of_the_package():
    done = CliRunner().invoke(main, ["--version"])
    assert done.output.strip().endswith(version("sgd-theorems"))


def completed(words):
    surroundings = {
        "_SGD_THEOREMS_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - (not words.endswith(" "))),
    }
    done = CliRunner().invoke(main, env=os.environ | surroundings, prog_name="sgd-theorems")
    return [line.partition(",")[2] for line in done.output.splitlines() if line]


def test_the_shell_completes_commands_options_and_claims():
    assert completed("sgd-theorems ver") == ["verify"]
    assert "--out" in completed("sgd-theorems report --")
    known = [row.claim.id for row in load.claims() if row.claim.id.startswith("thm-2.4")]
    assert completed("sgd-theorems verify thm-2.4") == completed("sgd-theorems claims thm-2.4") == known


def test_nothing_is_completed_from_what_is_no_ledger(tmp_path):
    assert completed(f"sgd-theorems claims --ledger {tmp_path} thm") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_of_the_help_gives_a_script(shell):
    done = CliRunner().invoke(
        main, env={"_SGD_THEOREMS_COMPLETE": f"{shell}_source"}, prog_name="sgd-theorems"
    )
    assert "_SGD_THEOREMS_COMPLETE" in done.output
    assert "_SGD_THEOREMS_COMPLETE=bash_source sgd-theorems" in shown()
