"""A new matter: begun on the editors' pages, read by citizens only after a second pair of eyes."""

from __future__ import annotations

import pytest

from app import create_app
from app.core import clock as the_clock
from app.core.db import session, transaction
from app.core.site import prepare
from app.editing import actions, fields, queries
from app.editing.actions import DraftRefusedError
from app.editing.check_context import check_context
from app.editing.checks import problems
from app.knowledge import actions as knowledge
from app.knowledge import queries as search
from app.knowledge.library import library
from app.knowledge.models import NEW, Edition, LibraryState
from tests.app.editing.conftest import person
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES

SLUG = "biciklitarolo"
SITUATION = "hazam-kertem"
WORDS = "Kérjen biciklitárolót a háza elé."


@pytest.fixture
def begun(anna) -> int:
    """A new matter of which nobody has written anything."""
    return actions.start_new(anna, "Biciklitároló", SLUG, [SITUATION])


def write(anna, draft_id: int, part: str = "hu") -> None:
    """Fill in what citizens need of one variant, and the data."""
    saves = queries.load_draft(draft_id).saves
    text = saves[part].content
    full = {
        **text, **dict.fromkeys(("summary", "decider", "where", "fee", "deadline"), WORDS),
        "title": "Biciklitároló", "documents": ["kérelem"], "conditions": ["van hely"], "keywords": ["bringatartó"],
        "questions": [{**one, "text": WORDS} for one in text["questions"]],
    }  # fmt: skip
    actions.save(anna, draft_id, part, saves[part].revision, full)
    data = saves["data"]
    known = {**data.content, "owner": "Városüzemeltetés", "sources": [{"name": "rendelet", "date": "2026-01"}]}
    actions.save(anna, draft_id, "data", data.revision, known)


@pytest.fixture
def published(anna, bela, begun, context) -> int:
    """A new matter that citizens read from today on, in plain Hungarian only."""
    write(anna, begun)
    actions.submit(anna, begun, "Új ügy.", context)
    return actions.publish(bela, begun, queries.load_draft(begun).seal, the_clock.today(), context)


def test_a_new_service_is_invisible_before_it_is_published(app, anna, begun):
    write(anna, begun)
    browse = Browse(app.test_client())
    browse.get(f"/hu/ugyek/{SLUG}", status=404)
    assert SLUG not in library().services
    assert search.search("bringatartó", "hu") == []
    assert SLUG not in app.test_client().get("/sitemap.xml").text


def test_a_published_new_service_is_at_once_in_lists_search_site_map_and_api(app, published):
    browse = Browse(app.test_client())
    assert published == 1
    assert browse.get(f"/hu/ugyek/{SLUG}").heading == "Biciklitároló"
    assert browse.get("/hu/ugyek").link("Biciklitároló")
    assert browse.get(f"/hu/elethelyzetek/{SITUATION}").link("Biciklitároló")
    assert browse.get("/hu/kereses?q=bringatartó").link("Biciklitároló")
    assert SLUG in app.test_client().get("/sitemap.xml").text
    assert app.test_client().get(f"/api/v1/services/{SLUG}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unwritten_variant_is_shown_in_plain_hungarian_and_marked(app, published, language: str):
    page = Browse(app.test_client()).get(f"/{language}/ugyek/{SLUG}")
    assert WORDS in page.words
    assert set(session().query(Edition).one().content) == {"data", "hu"}


def test_a_further_variant_is_written_later_and_published_like_any_text(app, anna, bela, published, context):
    draft_id = actions.start(anna, SLUG, 1)
    work = queries.load_draft(draft_id)
    assert list(work.saves) == ["data", "hu", "hu-simple", "en", "de"]
    assert not work.new
    write(anna, draft_id, "en")
    actions.submit(anna, draft_id, "Angolul is.", context)
    assert actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, the_clock.today(), context) == 2
    assert "en" in library().services[SLUG].variants
    assert [one.number for one in queries.versions(SLUG)] == [2, 1]


def test_its_author_cannot_publish_it_and_an_empty_text_cannot_be_submitted(anna, begun, context):
    with pytest.raises(DraftRefusedError, match="faults"):
        actions.submit(anna, begun, "Kész.", context)
    missing = {(problem.part, problem.field) for problem in problems(queries.load_draft(begun).manuscript, context)}
    assert ("hu", "summary") in missing
    assert {part for part, _field in missing} == {"data", "hu"}
    write(anna, begun)
    actions.submit(anna, begun, "Kész.", context)
    with pytest.raises(DraftRefusedError, match="own-text"):
        actions.publish(anna, begun, queries.load_draft(begun).seal, the_clock.today(), context)


@pytest.mark.parametrize("slug", [SLUG, "ebosszeiras", "uj"])
def test_an_address_that_is_taken_or_needed_is_refused(bela, begun, slug: str):
    with pytest.raises(DraftRefusedError, match="slug-taken"):
        actions.start_new(bela, "Más", slug, [SITUATION])


def test_the_address_of_a_discarded_draft_is_free_again_and_of_a_published_service_never(anna, bela, begun):
    actions.discard(bela, begun)
    again = actions.start_new(anna, "Biciklitároló", SLUG, [SITUATION])
    assert again != begun


def test_a_planned_new_service_appears_on_its_day_and_a_cancelled_one_never(
    app, anna, bela, begun, context, clock
):
    write(anna, begun)
    actions.submit(anna, begun, "Új ügy.", context)
    day = the_clock.today().replace(month=12, day=1)
    actions.publish(bela, begun, queries.load_draft(begun).seal, day, context)
    browse = Browse(app.test_client())
    browse.get(f"/hu/ugyek/{SLUG}", status=404)
    clock.travel("2026-12-01T00:00")
    assert browse.get(f"/hu/ugyek/{SLUG}").heading == "Biciklitároló"
    clock.travel("2026-11-30T12:00")
    actions.cancel(bela, SLUG, 1)
    clock.travel("2026-12-01T00:00")
    browse.get(f"/hu/ugyek/{SLUG}", status=404)
    assert queries.known(SLUG).variant("hu").title == "Biciklitároló"
    assert actions.start(anna, SLUG, 1)


def test_the_editions_of_a_service_that_was_removed_from_the_folder_are_not_shown(app, publish):
    publish(title="Eb")
    with transaction() as current:
        current.query(Edition).update({"service": "regen-torolt"})
        current.query(LibraryState).update({"stamp": "another"})
    assert "regen-torolt" not in library().services
    assert session().query(Edition).one().based_on != NEW


def test_a_refilled_index_has_the_new_service(published):
    knowledge.build_index()
    assert [hit.service.slug for hit in search.search("bringatartó", "hu")] == [SLUG]


def test_an_editor_creates_a_service_on_the_page_and_finds_it_in_the_list(staff):
    browse = staff("editor")
    page = browse.get(browse.get("/staff/tudastar/ugyek").link("Új ügy leírása"))
    page = browse.submit(page, {"title": "Őszi Avar-gyűjtés!", "life_situations": [SITUATION]})
    assert page.heading == "Tervezet: Őszi Avar-gyűjtés!"
    assert "az ügyfelek még nem látják" in page.words
    assert queries.active_drafts()[0].service == "oszi-avar-gyujtes"
    listed = browse.get("/staff/tudastar/ugyek")
    path = listed.link("Őszi Avar-gyűjtés!")
    draft = browse.get(path)
    for part in ("data", "hu", "hu-simple", "en", "de"):
        assert browse.get(f"{path}/{part}").heading.endswith("Őszi Avar-gyűjtés!")
    for view in ("elteres", "szintek"):
        browse.get(f"{path}/{view}")
    assert browse.get(f"/hu/elonezet/{path.rsplit('/', 1)[1]}").heading == "Őszi Avar-gyűjtés!"
    browse.get("/staff/tudastar/ugyek/oszi-avar-gyujtes")
    assert "Őszi Avar-gyűjtés!" in browse.get("/staff/tudastar").words
    gone = browse.submit(draft, form="form[action$=elvetes]")
    assert gone.heading == "Minden ügy és változatai"
    assert "Őszi Avar-gyűjtés!" not in gone.words


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"), ({"title": "x" * 121}, "title"), ({"life_situations": []}, "life_situations"),
        ({"life_situations": ["sehol"]}, "life_situations"), ({"title": "…"}, "slug"),
        ({"slug": "../etc"}, "slug"), ({"slug": "Nagy Betű"}, "slug"), ({"slug": "ebosszeiras"}, "slug"),
        ({"slug": "a" * 61}, "slug"),
    ],
)  # fmt: skip
def test_an_invalid_field_gets_its_message_and_no_draft_is_created(staff, given: dict, field: str):
    browse = staff("editor")
    usual = {"title": "Biciklitároló", "life_situations": [SITUATION]}
    page = browse.submit(browse.get("/staff/tudastar/ugyek/uj"), {**usual, **given}, status=422)
    assert field in page.errors()
    assert queries.active_drafts() == []


def test_a_choice_sent_twice_is_stored_once_and_a_hostile_title_is_escaped(staff):
    browse = staff("editor")
    title = "<script>alert(1)</script>"
    page = browse.submit(
        browse.get("/staff/tudastar/ugyek/uj"), {"title": title, "life_situations": [SITUATION, SITUATION]}
    )
    assert page.heading == f"Tervezet: {title}"
    assert not page.select("main script")
    (draft,) = queries.active_drafts()
    assert queries.load_draft(draft.id).saves["data"].content["life_situations"] == [SITUATION]


def test_another_process_shows_a_new_service_on_its_next_page(settings, tmp_path, clock):
    here, there = (
        create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/one.db"})) for _process in (1, 2)
    )
    with here.app_context():
        prepare()
    Browse(there.test_client()).get(f"/hu/ugyek/{SLUG}", status=404)
    with here.app_context(), here.test_request_context():
        anna, bela, context = person("editor"), person("supervisor"), check_context()
        draft_id = actions.start_new(anna, "Biciklitároló", SLUG, [SITUATION])
        write(anna, draft_id)
        actions.submit(anna, draft_id, "Új ügy.", context)
        actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, the_clock.today(), context)
    browse = Browse(there.test_client())
    assert browse.get(f"/hu/ugyek/{SLUG}").heading == "Biciklitároló"
    assert browse.get("/hu/kereses?q=bringatartó").link("Biciklitároló")
    for app in (here, there):
        app.extensions["engine"].dispose()


@pytest.mark.parametrize("role", ["operator", "helper"])
def test_only_editors_and_supervisors_create_a_service(staff, role: str):
    staff(role).get("/staff/tudastar/ugyek/uj", status=403)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Ebösszeírás", "ebosszeiras"), ("  Őszi – Űrlap 2.0 ", "oszi-urlap-2-0"), ("Straße", "strasse"), ("…", "")],
)
def test_an_address_is_made_of_plain_letters(title: str, slug: str):
    assert fields.slug(title) == slug
    assert len(fields.slug(title * 40)) <= fields.LONGEST_SLUG
