"""The parts of an evidence file: described objects, controls, evidence, claims, curves."""

from typing import Any

Data = dict[str, Any]


def bound(low: str, high: str, grade: str = "enclosed", form: str = "", method: str = "") -> Data:
    return {"kind": "bound", "low": low, "high": high, "grade": grade, "form": form, "method": method}


def formula(tex: str) -> Data:
    return {"kind": "formula", "tex": tex, "text": tex}


def exact(text: str) -> Data:
    return {"kind": "exact", "text": text}


def listed(*items: Data) -> Data:
    return {"kind": "list", "items": list(items)}


def pairs(*items: tuple[str, Data]) -> Data:
    return listed(*(listed(exact(x), value) for x, value in items))


def table(**rows: Data) -> Data:
    return {"kind": "table", "rows": [[name, value] for name, value in rows.items()]}


def wrong(name: str, predicted: Data, found: str = "refutes") -> Data:
    return {"name": name, "predicted": predicted, "expected": "refutes", "found": found}


def right(name: str, predicted: Data, found: str = "supports") -> Data:
    return {"name": name, "predicted": predicted, "expected": "supports", "found": found}


def found(
    outcome: str, grade: str, tests: str, rule: str, measured: Data, predicted: Data, **more: Any
) -> Data:
    return {
        "of": "paper",
        "tests": tests,
        "outcome": outcome,
        "grade": grade,
        "rule": rule,
        "measured": measured,
        "predicted": predicted,
        "controls": [],
        "figures": [],
        "has_teeth": True,
        "discrimination": {"killed": 7, "survived": ["sign"], "equivalent": 0, "notices": ""},
    } | more


def check(evidence: Data | None, source: str, status: str = "ran", error: str = "") -> Data:
    return {"status": status, "error": error, "source": source, "needed_by": [], "evidence": evidence}


def claim(id: str, where: str, says: str, verdict: str, nature: str = "statement", **more: Any) -> Data:
    return {
        "id": id,
        "section": "2.2 KMNST hypothesis in the finite-time regime",
        "where": where,
        "says": says,
        "nature": nature,
        "expect": verdict,
        "checks": [],
        "needs": [],
        "corrected": "",
        "note": "",
        "reason": "",
        "verdict": verdict,
        "status": "as expected",
    } | more


def curve(label: str, x: list[float], y: list[float], spread: float = 0.0, faint: bool = False) -> Data:
    low, high = ([v * (1 + sign * spread) for v in y] if spread else [] for sign in (-1, 1))
    return {"label": label, "x": x, "y": y, "low": low, "high": high, "faint": faint}
