import base64
import json
import re
from hashlib import sha256

import pytest

from ledger.explorer.html import formula, page, power
from tests.ledger.sample_tables import tables

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \"'"


@pytest.fixture(scope="module")
def text():
    return page(tables(), "1.2.3")


def test_the_page_is_one_small_file_that_asks_for_nothing(text):
    assert len(text.encode()) < 1_500_000
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []
    assert not re.search(r"\b(src|srcset|@import|fetch|XMLHttpRequest|WebSocket|eval)\b\s*[=(:]", text)
    assert 'style="' not in text


def test_the_policy_names_every_script_that_runs_and_nothing_else(text):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    policy = policy.replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digests = [base64.b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    assert re.findall(r"'sha256-([^']+)'", policy) == digests
    assert len(digests) == 6


def test_the_way_back_to_the_report_is_there_if_there_is_one(text):
    assert 'class="ways"' not in text
    told = page(tables(), "1.2.3", report="report.html")
    assert re.findall(r'<a href="(report[^"]*)">', told) == ["report.html", "report.html#thm-2.2-core"]


def test_the_tables_arrive_as_they_are(text):
    block = re.search(r'<script type="application/json" id="tables">(.*?)</script>', text, re.DOTALL)[1]
    assert json.loads(block)["landscapes"] == json.loads(json.dumps(tables()))


def test_no_text_ends_the_element_that_holds_it():
    land = tables()[0] | {"title": HOSTILE, "formula": HOSTILE, "lesson": HOSTILE, "name": HOSTILE}
    text = page([land], HOSTILE)
    assert "alert(1)</script>" not in text
    block = re.search(r'id="tables">(.*?)</script>', text, re.DOTALL)[1]
    assert json.loads(block)["landscapes"][0]["title"] == HOSTILE


def test_the_same_tables_give_the_same_page(text):
    assert page(tables(), "1.2.3") == text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("w**2*(w-1)**12", "<i>w</i><sup>2</sup>\u202f(<i>w</i> − 1)<sup>12</sup>"),
        ("-x + 3*exp(-x)", "−<i>x</i> + 3\u202fexp(−<i>x</i>)"),
        ("1e-3*w", "1e−3\u202f<i>w</i>"),
        ("a<b", "<i>a</i>&lt;<i>b</i>"),
        ("x & y", "<i>x</i> &amp; <i>y</i>"),
        ("w**-2 + w**w", "<i>w</i>**−2 + <i>w</i>**<i>w</i>"),
    ],
)
def test_formulas_are_set_for_readers(typed, shown):
    assert str(formula(typed)) == shown


def test_a_small_number_is_rounded_up():
    assert [power(x) for x in (5.8e-9, 1e-7, 9.1e-10)] == ["6·10⁻⁹", "1·10⁻⁷", "1·10⁻⁹"]


@pytest.mark.parametrize("barrier", [0.0123, 0.25, 740.0])
def test_a_landscape_alone_is_met_at_a_barrier_of_about_eight(barrier):
    text = page([tables()[0] | {"barrier": barrier}], "0")
    block = json.loads(re.search(r'id="tables">(.*?)</script>', text, re.DOTALL)[1])
    start = block["defaults"]
    assert 2 * start["M"] / (start["gamma"] * start["beta"]) * barrier == pytest.approx(8, rel=0.05)
    assert "Choose a learning rate" in text
