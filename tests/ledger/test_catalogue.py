"""A ledger names checks of the suite, of its own folder and of packages that are allowed, and no others."""

import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES

import pytest

from ledger import load
from ledger.catalogue import Catalogue
from ledger.load import LedgerError
from ledger.model import Check, Setting
from ledger.run import Status, run
from tests.ledger.own_ledger import CHECKS, PAPER, own_ledger

BOOM = "raise RuntimeError('this module was run')\n"


def test_a_check_of_the_ledgers_folder_is_found(tmp_path):
    mine = load.ledger(own_ledger(tmp_path, "checks:good"))
    assert isinstance(mine.catalogue.check("checks:good"), Check)
    assert mine.catalogue.source("checks:good") == "checks.py:13"
    assert mine.place == tmp_path.as_posix()


def test_modules_of_the_folder_may_import_one_another_and_lie_in_packages(tmp_path):
    modules = {
        "inner/__init__.py": "",
        "inner/facts.py": "from ..checks import good\nfrom .more import also\n",
        "inner/more.py": CHECKS.replace("good =", "also ="),
        "checks.py": CHECKS,
    }
    mine = load.ledger(
        own_ledger(tmp_path, "inner.facts:good", "inner.facts:also", modules=modules)
    ).catalogue
    assert mine.check("inner.facts:good") is mine.check("checks:good")
    assert mine.check("inner.facts:also") is mine.check("inner.more:also")


def test_checks_of_the_suite_may_be_named(tmp_path):
    known = next(name for row in load.ledger().rows for name in row.claim.checks)
    assert load.ledger(own_ledger(tmp_path, known)).catalogue.check(known) is load.check(known)


def test_two_folders_with_modules_of_one_name_do_not_meet(tmp_path):
    one, two = (
        load.ledger(own_ledger(tmp_path / name, "checks:good")).catalogue.check("checks:good")
        for name in ("one", "two")
    )
    assert one is not two


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("os:system", "os belongs to Python's standard library"),
        ("os.path:join", "os belongs to Python's standard library"),
        ("builtins:eval", "builtins belongs to Python's standard library"),
        ("ledger.cli.verify:verify", "ledger belongs to the judge"),
        ("numpy:save", "numpy is no package of this suite and no module of the ledger's folder"),
        ("derivations:sympy", "is not of the form"),
        ("numerics.costs.__main__:main", "is not of the form"),
        ("checks:__builtins__", "is not of the form"),
        ("checks:_private", "is not of the form"),
        ("checks:good.measure", "is not of the form"),
        ("checks:good:measure", "is not of the form"),
        ("..checks:good", "is not of the form"),
        (".checks:good", "is not of the form"),
        ("../checks:good", "is not of the form"),
        ("/etc/checks:good", "is not of the form"),
        ("сhecks:good", "is not of the form"),  # the first letter is Cyrillic
        ("checks:good\n", "is not of the form"),
        ("checks :good", "is not of the form"),
        ("", "is not of the form"),
        ("a" * 10**6 + ":b", "is not of the form"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_imported(tmp_path, name, message):
    own_ledger(tmp_path, modules={"checks.py": BOOM})
    with pytest.raises(LedgerError, match=message) as refused:
        Catalogue(tmp_path).require(name)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)
    with pytest.raises(LedgerError, match=message):
        Catalogue(tmp_path).check(name)


@pytest.mark.parametrize("name", ["os", "json", "ledger"])
def test_a_module_that_looks_like_another_is_not_loaded(tmp_path, name):
    own_ledger(tmp_path, modules={f"{name}.py": BOOM})
    with pytest.raises(LedgerError, match=f"{name} belongs to"):
        Catalogue(tmp_path).check(f"{name}:good")


def test_a_package_of_the_folder_does_not_hide_one_of_the_suite(tmp_path):
    modules = {"derivations/__init__.py": BOOM, "derivations/zoo.py": BOOM, "checks.py": CHECKS}
    mine = load.ledger(own_ledger(tmp_path, "checks:good", modules=modules)).catalogue
    with pytest.raises(LedgerError, match=r"derivations\.zoo has no Check called DOUBLE_WELL"):
        mine.check("derivations.zoo:DOUBLE_WELL")


def test_a_package_on_the_path_does_not_hide_one_of_the_suite(tmp_path, suite):
    own_ledger(tmp_path / "mine", "derivations.zoo:good", modules={"derivations/__init__.py": BOOM})
    (tmp_path / "mine" / "derivations" / "zoo.py").write_text(CHECKS, encoding="utf-8")
    code = (
        "import sys; from ledger import load; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "load.ledger(Path(sys.argv[1])).catalogue.check('derivations.zoo:good')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "mine")],
        cwd=suite.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "another package derivations hides that of this suite" in done.stderr


@pytest.mark.parametrize("inside", ["checks.py", "checks/__init__.py", "checks/inner.py"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path, inside):
    mine = own_ledger(tmp_path / "mine", modules={})
    (tmp_path / "elsewhere.py").write_text(BOOM, encoding="utf-8")
    (mine / inside).parent.mkdir(exist_ok=True)
    (mine / inside).symlink_to(tmp_path / "elsewhere.py")
    module = "checks.inner" if "inner" in inside else "checks"
    with pytest.raises(LedgerError, match=r"leads out of the ledger's folder"):
        Catalogue(mine.resolve()).check(f"{module}:good")


def test_a_folder_behind_a_link_out_of_the_folder_is_not_entered(tmp_path):
    mine = own_ledger(tmp_path / "mine", modules={})
    own_ledger(tmp_path / "elsewhere", modules={"inner.py": BOOM})
    (mine / "checks").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LedgerError, match="leads out of the ledger's folder"):
        Catalogue(mine.resolve()).check("checks.inner:good")


def test_a_link_to_the_ledgers_folder_is_a_way_in(tmp_path):
    own_ledger(tmp_path / "mine", "checks:good")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    assert load.ledger(tmp_path / "link").catalogue.check("checks:good")


def test_only_python_source_is_loaded(tmp_path):
    own_ledger(tmp_path, modules={"checks.py": BOOM})
    (tmp_path / f"checks{EXTENSION_SUFFIXES[0]}").write_bytes(b"")
    with pytest.raises(LedgerError, match="is not Python source"):
        Catalogue(tmp_path.resolve()).check("checks:good")


def test_a_package_elsewhere_is_loaded_if_it_is_declared_and_allowed(tmp_path, monkeypatch):
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "facts_of_mine.py").write_text(CHECKS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "place"))
    declared = f'{PAPER}packages = ["facts_of_mine"]\n'
    folder = own_ledger(tmp_path / "mine", "facts_of_mine:good", paper=declared)
    with pytest.raises(
        LedgerError, match="wants to run checks of the package 'facts_of_mine'; --allow facts"
    ):
        load.ledger(folder)
    mine = load.ledger(folder, ["facts_of_mine"]).catalogue
    assert isinstance(mine.check("facts_of_mine:good"), Check)
    assert mine.source("facts_of_mine:good") == "facts_of_mine.py:13"
    (folder / "paper.toml").write_text(PAPER, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"has to be declared in paper\.toml and allowed with --allow"):
        load.ledger(folder, ["facts_of_mine"])


@pytest.mark.parametrize("name", ["os", "ledger", "numerics", "../x", "a.b", ""])
def test_a_package_that_nobody_owns_cannot_be_declared(tmp_path, name):
    folder = own_ledger(tmp_path, "checks:good", paper=f'{PAPER}packages = ["{name}"]\n')
    with pytest.raises(LedgerError, match=r"packages has .*, which names no package of one's own"):
        load.ledger(folder, [name])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import no_such_module_anywhere", "there is no module no_such_module_anywhere"),
        ("raise SystemExit(0)", "checks ended the program while it was imported"),
        ("def good(:", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("good = 1", "checks has no Check called good"),
        ("def __getattr__(name): raise RuntimeError", "checks has no Check called good"),
    ],
)
def test_a_module_that_cannot_be_used_breaks_its_checks_only(tmp_path, text, message):
    mine = load.ledger(own_ledger(tmp_path, "checks:good", modules={"checks.py": text})).catalogue
    found = run("checks:good", Setting(), mine)
    assert found.status is Status.BROKE
    assert message in found.error
    assert "ledger_folder_" not in found.error
    assert mine.source("checks:good").startswith("checks.py:")
