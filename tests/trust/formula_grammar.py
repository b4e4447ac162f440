"""Texts for the reader of formulas: some that follow its grammar nearly, some that follow none.

## Main definitions
* `formulas`: texts that look like formulas.      * `scribbles`: any text.      * `spoiled`: formulas with a
  slip.
"""

from hypothesis import strategies as st

from derivations.formula import FUNCTIONS

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
