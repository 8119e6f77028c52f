"""Files are made once, kept, and made anew when anything that goes into them changes."""

import pytest

from app.documents import actions, queries
from app.gateways import files as file_gateway
from tests.support.languages import LANGUAGES

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def rendition():
    return queries.rendition(queries.form("meghatalmazas"), "hu", "normal")


def test_a_file_is_made_at_the_first_request_and_kept(rendition):
    store = file_gateway.PORT.current()
    assert store.names("forms/") == []
    data = actions.file(rendition)
    assert data.startswith(b"%PDF")
    assert store.read(rendition.name) == data


def test_a_kept_file_is_not_made_again(rendition):
    file_gateway.PORT.current().write(rendition.name, b"kept")
    assert actions.file(rendition) == b"kept"


def test_the_facts_of_a_link_match_its_file(rendition):
    facts = actions.facts(rendition)
    assert facts.size == len(actions.file(rendition))
    assert facts.pages >= 2
    assert facts.kilobytes == round(facts.size / 1000)


def test_each_edition_and_size_has_a_file_of_its_own():
    form = queries.form("meghatalmazas")
    names = {queries.rendition(form, language, size).name for language in LANGUAGES for size in queries.SIZES}
    assert len(names) == 8


def test_building_adds_missing_files_and_deletes_outdated_ones(rendition, hungarian_only, monkeypatch):
    store = file_gateway.PORT.current()
    monkeypatch.setattr(actions, "SIZES", ("normal",))
    store.write("forms/meghatalmazas/hu-normal-0123.pdf", b"of an older version")
    store.write(rendition.name, b"kept")
    built = {made.name: fresh for made, fresh in actions.build_all()}
    assert built.pop(rendition.name) is False
    assert all(built.values())
    assert len(built) == 2 * 10 - 1
    assert store.names("forms/") == sorted([*built, rendition.name])
    assert store.read(rendition.name) == b"kept"


def test_the_command_says_what_it_made(app, hungarian_only, monkeypatch):
    monkeypatch.setattr(actions, "SIZES", ("normal",))
    runner = app.test_cli_runner()
    assert "20 files made, 0 were there." in runner.invoke(args=["documents", "build"]).output
    assert "0 files made, 20 were there." in runner.invoke(args=["documents", "build"]).output


def test_a_form_is_offered_only_while_it_is_in_force(clock):
    assert queries.form("meghatalmazas").title["hu"] == "Meghatalmazás"
    clock.travel("2026-11-19T12:00")
    assert queries.form("meghatalmazas") is None
    clock.travel("2027-05-20T12:00")
    assert queries.form("meghatalmazas") is not None
    clock.travel("2027-05-21T12:00")
    assert queries.form("meghatalmazas") is None
    assert queries.forms() == ()


def test_a_missing_font_package_is_reported_with_the_command_that_installs_it(tmp_path):
    from app.documents import fonts

    with pytest.raises(fonts.MissingFontError, match="npm ci"):
        fonts.folder(tmp_path / "no-package", tmp_path)
