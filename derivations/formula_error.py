"""What is wrong with a formula, and where."""

WINDOW = 60  # characters of the formula shown on either side of the place


class FormulaError(ValueError):
    """A text that is no formula: one sentence, a hint if there is one, and a caret under the place.

    Attributes:
        problem: the sentence.
        position: the index in the text of the character it is about.
        hint: what to write instead, or empty.
    """

    def __init__(self, problem: str, text: str, position: int, hint: str = "") -> None:
        self.problem, self.position, self.hint = problem, position, hint
        sentence = f"{problem}; {hint}" if hint else problem
        super().__init__(f"{sentence}\n  {_shown(text, position)}")


def _shown(text: str, position: int) -> str:
    """The text around `position`, and a caret below it; what cannot be printed becomes a question mark."""
    start = max(0, position - WINDOW)
    part = text[start : position + WINDOW]
    clean = "".join(character if character.isprintable() else "?" for character in part)
    return f"{clean}\n  {' ' * (position - start)}^"
