"""All templates compile, and every endpoint, script, symbol and macro that they name exists."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from jinja2 import nodes

from tests.architecture.source import APP, PWA, files, shown

NAME = re.compile(r"^[a-z][a-z0-9_]*$")
FOREIGN = re.compile(r"^govuk_frontend_jinja/")
MODULE = re.compile(r"""data-module=["']([a-z/-]+)["']|["']data-module["']\s*:\s*["']([a-z/-]+)["']""")
IMPORTED = re.compile(r"""['"]?([\w/-]+)['"]?\s*:\s*(\w+)""")


def parsed(app: Flask) -> dict[str, nodes.Template]:
    names = [name for name in app.jinja_env.list_templates() if not FOREIGN.match(name)]
    return {name: app.jinja_env.parse(app.jinja_env.loader.get_source(app.jinja_env, name)[0]) for name in names}


def test_every_template_can_be_compiled(app: Flask):
    names = [name for name in app.jinja_env.list_templates(["html", "xml"]) if not FOREIGN.match(name)]
    assert names
    for name in names:
        app.jinja_env.get_template(name)


def test_every_endpoint_in_a_template_exists(app: Flask):
    missing = {
        f"{name}:{call.lineno}": call.args[0].value
        for name, template in parsed(app).items()
        for call in template.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name == "url_for"
        and isinstance(call.args[0], nodes.Const)
        and call.args[0].value not in app.view_functions
    }
    assert not missing


def test_every_symbol_in_a_template_exists(app: Flask):
    drawn = {path.stem for path in (PWA / "symbols").glob("*.svg")}
    asked = {
        (name, call.args[0].value)
        for name, template in parsed(app).items()
        for call in template.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "icon" and isinstance(call.args[0], nodes.Const)
    }
    assert asked
    assert {(name, symbol) for name, symbol in asked if symbol not in drawn} == set()


def test_macros_are_named_in_small_letters_and_called_from_somewhere(app: Flask):
    templates = parsed(app)
    sources = "\n".join(path.read_text("utf-8") for path in files(APP, ".html", ".py"))
    macros = {(name, macro.name) for name, template in templates.items() for macro in template.find_all(nodes.Macro)}
    assert not [entry for entry in macros if not NAME.match(entry[1])]
    unused = {(name, macro) for name, macro in macros if len(re.findall(rf"\b{macro}\b", sources)) < 2}
    assert not unused


def test_every_template_is_rendered_or_included_somewhere(app: Flask):
    sources = "\n".join(path.read_text("utf-8") for path in files(APP, ".html", ".py"))
    names = {name for name in app.jinja_env.list_templates() if not FOREIGN.match(name)}
    # Error pages are chosen by their status.
    assert {name for name in names if name not in sources and not name.startswith("errors/")} == set()


@pytest.mark.parametrize("path", [*files(APP, ".html"), *files(APP, ".py")], ids=shown)
def test_every_data_module_has_a_script(path):
    for found in MODULE.finditer(path.read_text("utf-8")):
        module = found.group(1) or found.group(2)
        script = PWA / "js" / f"{module if '/' in module else 'components/' + module}.js"
        assert script.is_file(), f"{module}: there is no {shown(script)}"


def test_every_component_is_started_by_a_script_and_used_by_a_page():
    asked = {
        found.group(1) or found.group(2)
        for path in files(APP, ".html", ".py")
        for found in MODULE.finditer(path.read_text("utf-8"))
    }
    started = {
        name
        for path in files(PWA / "js", ".js")
        if not path.name.endswith(".test.js")
        for call in re.findall(r"startAll\([^{]*\{([^}]*)\}", path.read_text("utf-8"))
        for name, _ in IMPORTED.findall(call)
    }
    assert started == asked
