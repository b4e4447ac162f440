"""Mathematics by the KaTeX that the report carries, too: no other program, no network."""

from typing import Any

from docutils import nodes


def setup(app: Any) -> dict[str, Any]:
    """Register the renderer `katex`: it leaves TeX in the page, and static/mathematics.js sets it."""
    app.add_html_math_renderer("katex", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(_element(writer, node, "span"))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.math_block) -> None:
    writer.body.append(_element(writer, node, "div"))
    raise nodes.SkipNode


def _element(writer: Any, node: nodes.Element, tag: str) -> str:
    start: str = writer.starttag(node, tag, "", CLASS="math")
    return f"{start}{writer.encode(node.astext()).strip()}</{tag}>"
