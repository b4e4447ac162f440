"""How Sphinx makes the pages: `make docs` -> run/site. They ask the network for nothing."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the extensions in docs/site

project = "sgd-theorems"
author = "the authors of sgd-theorems"
project_copyright = "MIT licence"
release = version = installed("sgd-theorems")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docs.site.pages",
    "docs.site.docstrings",
    "docs.site.katex",
    "docs.site.access",
]
exclude_patterns = ["site", "img/README.md"]

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
myst_dmath_double_inline = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "exclude-members": "__new__, __init__"}
python_use_unqualified_type_names = True
napoleon_use_ivar = True
add_module_names = False

html_theme = "furo"
html_title = "sgd-theorems"
html_math_renderer = "katex"
html_static_path = [
    "site/static",
    "../ledger/report/assets/katex.js",
    "../ledger/report/assets/katex.css",
    "../ledger/report/assets/katex-LICENSE.txt",
    "../ledger/report/assets/katex-fonts-OFL.txt",
]
html_css_files = ["katex.css", "pages.css"]
html_js_files = [(name, {"defer": "defer"}) for name in ("katex.js", "mathematics.js", "access.js")]
html_copy_source = False
html_show_sphinx = False
