"""Languages are listed in their records: what names one elsewhere would forget the next."""

from __future__ import annotations

import re

import pytest

from app.core.languages import LANGUAGES, MASTER
from tests.architecture.source import APP, PWA, files, script_texts, shown, texts, tree

TAGS = {language.tag for language in LANGUAGES} - {MASTER}
NAMES_SOME = {
    "app/core/languages.py": "the records",
    "app/core/catalogues.py": "Babel needs the name of some locale to write a header",
    "app/editing/checks.py": "readability is measured in easy Hungarian only",
    "app/knowledge/spelling.py": "endings of Hungarian, umlauts of German",
}
IN_TEMPLATE = re.compile(r"""[=(\[{,:]\s*['"]({})['"]""".replace("{}", "|".join(sorted(TAGS))))


@pytest.mark.parametrize("path", [path for path in files(APP, ".py") if shown(path) not in NAMES_SOME], ids=shown)
def test_no_module_names_a_language(path):
    assert [text.lineno for text in texts(tree(path)) if text.value in TAGS] == [], "ask app.core.languages"


@pytest.mark.parametrize("path", files(APP, ".html"), ids=shown)
def test_no_template_names_a_language(path):
    assert IN_TEMPLATE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [path for path in files(PWA, ".js") if ".test." not in path.name], ids=shown)
def test_no_script_names_a_language(path):
    assert [text for text in script_texts(path.read_text("utf-8")) if text in TAGS] == []


def test_what_may_name_a_language_does():
    """An exception that nobody needs any more is taken off the list."""
    useless = [name for name in NAMES_SOME if not any(text.value in TAGS for text in texts(tree(APP.parent / name)))]
    assert useless == []
