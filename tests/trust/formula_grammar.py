"""Texts for the reader of formulas: some that follow its grammar, some nearly, some that follow none.

## Main definitions
* `sound`: texts that follow the grammar.         * `formulas`: texts that nearly do.
* `scribbles`: any text.
* `spoiled`: formulas with a slip.                * `attacks`: hostile texts, altered.
* `KINDS`: all of them, by name.
"""

from hypothesis import strategies as st

from derivations.formula import FUNCTIONS
from tests.trust.hostile_formulas import texts

DIGITS = st.text("0123456789", min_size=1, max_size=6)
NUMBERS = st.one_of(
    DIGITS,
    st.builds("{}.{}".format, DIGITS, DIGITS),
    st.builds("{}e{}".format, DIGITS, st.integers(-120, 120)),
    st.sampled_from(
        ["0", "1", "0.1", ".5", "5.", "1e99", "9" * 40, "pi", "200", "1e-99", "0x1", "1_0", "1j"]
    ),
)
NAMES = st.sampled_from(["w", "x", "y", "x1", "w_", "I", "E", "e", "nan", "lambda", "_", "__class__"])
OPERATORS = st.sampled_from([*["+", "-", "*", "/", "**"] * 4, " + ", "//", "%", "@", "<", "=", ",", ";", " "])
CALLS = st.sampled_from([*FUNCTIONS, "abs", "ln", "gamma", "eval", "Integral", "w", "2"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}{}".format, inner, OPERATORS, inner),
        st.builds("{}({})".format, CALLS, inner),
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("({})**{}".format, inner, st.sampled_from(["2", "-1", "(1/2)", "40", "41", "(1/3)", "0"])),
        st.builds("({0})-({0})".format, inner),
    )


formulas = st.recursive(st.one_of(NUMBERS, NAMES), _larger, max_leaves=12)


def _larger_sound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({}{}{})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("{}({})".format, st.sampled_from([*FUNCTIONS]), inner),
        st.builds(
            "({})**{}".format, inner, st.sampled_from(["2", "3", "4", "-1", "(1/2)", "(-1/2)", "(2/3)"])
        ),
        st.builds("-{}".format, inner),
    )


sound = st.recursive(
    st.sampled_from(["w", "x", "y", "w", "2", "3", "0", "pi", "0.1", "1/3", "(w**2+1)"]),
    _larger_sound,
    max_leaves=10,
)
scribbles = st.one_of(
    st.text(max_size=60),
    st.text("w01.eE+-*/() \n_,", max_size=60),
    st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C"]), max_size=30),
)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A formula into which something else was put."""
    text, slip = draw(formulas), draw(scribbles)
    place = draw(st.integers(0, len(text)))
    return text[:place] + slip + text[place:]


HOSTILE = st.sampled_from([text for _, text in texts() if len(text) < 2000])


@st.composite
def attacks(draw: st.DrawFn) -> str:
    """A hostile text, or a part of one, joined to a formula or to another one."""
    text, more = draw(HOSTILE), draw(st.one_of(st.just(""), formulas, HOSTILE))
    start, end = sorted([draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))])
    kept = draw(st.sampled_from([text, text[start:], text[:end], text[:start] + text[end:]]))
    return kept + draw(st.sampled_from(["", "+", "*", "**", " ", "\n", "("])) + more


KINDS = {
    "sound": sound,
    "formulas": formulas,
    "spoiled": spoiled(),
    "attacks": attacks(),
    "scribbles": scribbles,
}
