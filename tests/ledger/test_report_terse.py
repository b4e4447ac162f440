import pytest

from ledger.report.terse import terse


@pytest.mark.parametrize(
    ("page", "short"),
    [
        ('<a class="x">', "<a class=x>"),
        ('<a class="x y" href="#a" title="">', '<a class="x y" href=#a title="">'),
        ('<line y2="4"/>', '<line y2="4"/>'),
        ('<p title="a=b">a="b"</p>', '<p title="a=b">a="b"</p>'),
        ("<tr><td>1</td> <td>2</td></tr><tr>", "<tr><td>1<td>2<tr>"),
        ("<thead><tr><th>1</th></tr></thead>\n<tbody>", "<thead><tr><th>1<tbody>"),
        ("<p>one</p>\n<p>two</p> three", "<p>one<p>two</p> three"),
        ("<li>one</li> words", "<li>one</li> words"),
        ("<td>1</td><tbody>", "<td>1</td><tbody>"),
        ("<dl><dt>1</dt><dd>2</dd></dl>", "<dl><dt>1<dd>2</dl>"),
    ],
)
def test_what_browsers_supply_is_left_out_and_nothing_else(page, short):
    assert terse(page) == short


@pytest.mark.parametrize("tag", ["script", "style", "pre"])
def test_scripts_and_styles_and_lines_as_they_are_stay(tag):
    kept = f'<{tag}>if (a < b) "<td class="x">1</td> <td>"</{tag}>'
    assert terse(f'<b id="x">{kept}<b id="y">') == f"<b id=x>{kept}<b id=y>"
