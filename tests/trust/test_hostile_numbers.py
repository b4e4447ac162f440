"""Numbers, points, names and pairs that are none, in the options of commands: one sentence, exit status 2."""

import time

import pytest
from click.testing import CliRunner

from ledger.cli import main

LOSS, SECONDS = "(w**2-1)**2/4", 10  # generous: the first question imports what answers it
NO_NUMBERS = [
    "",
    " ",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "infinity",
    "1e999999999",
    "1e-999999999",
    "1e9999",
    "-1e9999",
    "1E+99999",
    "9" * 10**5,
    "0." + "1" * 1999,
    "1/" + "9" * 1999,
    "0x10",
    "0b1",
    "0o7",
    "1_000",
    "1j",
    "1+1",
    "2*3",
    "2**9",
    "9**9**9",
    "1/0",
    "0/0",
    "1/2/3",
    "1/2.5",
    "1e2/3",
    "1,5,",
    "1;2",
    "١٢",
    "१२",
    "１",
    "²",
    "½",
    "−1",
    "π",
    "pi",
    "sqrt(2)",
    "1 000",
    "1'000",
    "1\n2",
    "1\x002",
    "\ufeff1",
    "\u202e1",
    "1\u200b",
    "+-1",
    "--1",
    "1.2.3",
    ".",
    "e5",
    "True",
    "None",
    "__import__('os').getpid()",
    "{1}",
    "[1]",
    "$(id)",
    "1" + "\u0661" * 100,
]
NO_NOISE = [
    "",
    "0",
    "-1",
    "w-w",
    "9**9**9",
    "__import__('os')",
    "1/0",
    "v**2",
    "w.real",
    "inf()",
    "w*1e999999",
]
NO_NAMES = ["", ",", "w,w", "w,", "__class__", "1", "w.w", "exp", "ｗ", "w" * 21, ",".join("abcdefghijklmno")]
NO_PAIRS = [
    "",
    ";",
    "0.1",
    "0.1,",
    ",128",
    "0.1,128;",
    "0.1,1e2",
    "0.1,-128",
    "0.1,0",
    "0,128",
    "-0.1,128",
    "nan,128",
    "inf,128",
    "1e999999999,128",
    "0x1,128",
    "0.1,١٢٨",
    "0.1,1_0",
    "0.1,9999999999",
    "0.1,128,1",
    "((0.1,128))",
    "0.1,128\n;",
    "__import__('os'),1",
    "(" * 10**5,
    "0.1," + "1" * 10**5,
    " " * 10**5,
]
WELL = {"--start": "-1", "--target": "1", "--eta": "20"}


def refused(*words):
    begin = time.process_time()
    done = CliRunner().invoke(main, words)
    assert time.process_time() - begin < SECONDS
    assert done.exit_code == 2, (done.exit_code, done.output, done.exception)
    assert not done.stdout
    sentence = done.stderr.partition("Error: ")[2].strip()
    assert sentence.split("\n")[0].isprintable()
    assert len(sentence) < 300
    assert not any(word in sentence for word in ("Traceback", "conversion", "set_int_max_str_digits"))
    return sentence


def escape(**changed):
    options = WELL | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return refused("escape", LOSS, *(w for pair in options.items() if pair[1] is not None for w in pair))


@pytest.mark.parametrize("option", ["start", "target", "eta", "radius", "dt"])
@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: ascii(text)[:20])
def test_an_escape_needs_numbers(option, text):
    assert escape(**{option: text})


def test_a_number_of_thousands_of_digits_is_refused_in_plain_words():
    assert "has thousands of digits: too many" in escape(start="0." + "1" * 1900)
    assert "has thousands of digits: too many" in escape(target="1e9999")


@pytest.mark.parametrize("option", ["eta", "radius"])
@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: ascii(text)[:20])
def test_a_stationary_law_needs_numbers(option, text):
    given = {"--eta": "20", "--radius": "1/10"} | {f"--{option}": text}
    assert refused("stationary", LOSS, *(word for pair in given.items() for word in pair))


@pytest.mark.parametrize("option", ["batch-size", "samples", "digits", "paths", "seed", "workers"])
@pytest.mark.parametrize(
    "text",
    ["", "x", "1.5", "-1", "1e3", "0x10", "9" * 200, "1\x00", "nan"],
    ids=lambda text: ascii(text)[:20],
)
def test_whole_numbers_are_needed(option, text):
    assert refused("escape", LOSS, "--start", "-1", "--target", "1", "--eta", "20", f"--{option}", text)


@pytest.mark.parametrize("noise", NO_NOISE, ids=ascii)
def test_the_noise_is_a_number_or_a_formula(noise):
    assert escape(eta=None, learning_rate="0.1", batch_size="2", beta=noise)


@pytest.mark.parametrize("names", NO_NAMES, ids=ascii)
def test_coordinates_are_names(names):
    assert escape(coords=names)


@pytest.mark.parametrize("pairs", NO_PAIRS, ids=lambda text: ascii(text)[:20])
def test_pairs_of_the_experiment_are_pairs(pairs, tmp_path):
    assert refused("train", "--pairs", pairs, "--out", str(tmp_path / "run"))
    assert not (tmp_path / "run").exists()
