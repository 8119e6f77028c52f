"""The editors' pages: what needs them, matters and versions, searches, the measure."""

from __future__ import annotations

import pytest

from app.core.audit import AuditEntry
from app.core.db import session
from app.editing import actions, queries, words
from app.knowledge.library import library
from tests.app.editing.conftest import SLUG

ROOM = "/staff/tudastar"


def test_due_and_withdrawn_texts_are_listed_with_their_next_step(staff, clock):
    clock.travel("2027-05-05T10:00")
    page = staff("editor").get(f"{ROOM}?lang=hu")
    assert "Nincs levett ügy." in page.words
    assert len(page.select("table tbody tr")) == 15
    clock.travel("2027-06-02T10:00")
    page = staff("supervisor").get(f"{ROOM}?lang=hu")
    assert "Semmi nem esedékes." in page.words
    assert len(page.select("table tbody form button")) == 15


def test_a_text_is_not_due_before_its_last_month(staff, clock):
    clock.travel("2027-04-30T10:00")
    assert not staff("editor").get(f"{ROOM}?lang=hu").select("table")


def test_the_step_for_a_text_that_runs_out_is_a_draft(staff, clock):
    clock.travel("2027-06-02T10:00")
    editor = staff("editor")
    page = editor.submit(editor.get(f"{ROOM}?lang=hu"), form="table form")
    assert page.heading.startswith("Tervezet")
    assert "A felülvizsgálat napja elmúlt" in page.words
    assert len(editor.get(f"{ROOM}?lang=hu").select("table tbody form button")) == 14


def test_unanswered_searches_are_listed_with_their_next_step(staff, browse):
    for _ in range(3):
        browse.get("/hu/kereses?q=Asdfgh 123456789")
    browse.get("/de/kereses?q=qwertz")
    page = staff("editor").get(f"{ROOM}?lang=hu")
    rows = [[cell.get_text() for cell in row.select("th, td")][:3] for row in page.select("tbody tr")]
    assert rows == [["asdfgh …", "Magyar", "3"], ["qwertz", "Deutsch", "1"]]
    assert page.link("qwertz").startswith(f"{ROOM}/keresesek/")


def test_the_words_of_a_search_are_added_to_a_service(staff, browse):
    browse.get("/hu/kereses?q=kutyulimutyuli")
    editor = staff("editor")
    page = editor.get(editor.get(f"{ROOM}?lang=hu").link("kutyulimutyuli"))
    assert editor.submit(page, {"service": "nincs"}, 422).errors() == {"service": "Válasszon ügyet"}
    assert editor.submit(page, {"service": SLUG, "phrase": " "}, 422).errors()["phrase"]
    page = editor.submit(page, {"service": SLUG})
    assert page.heading.startswith("Tervezet")
    draft = queries.active_draft(SLUG)
    assert queries.load_draft(draft.id).manuscript["hu"]["keywords"][-1] == "kutyulimutyuli"
    assert not editor.get(f"{ROOM}?lang=hu").select("#unanswered")


def test_the_words_of_a_search_are_not_added_to_a_draft_in_review(staff, browse, anna, begin, context):
    browse.get("/hu/kereses?q=kutyulimutyuli")
    actions.submit(anna, begin(title="Az eb összeírása"), "Cím.", context)
    editor = staff("editor")
    page = editor.get(editor.get(f"{ROOM}?lang=hu").link("kutyulimutyuli"))
    page = editor.submit(page, {"service": SLUG})
    assert "nem változtatható" in page.words
    assert editor.get(f"{ROOM}?lang=hu").select("#unanswered")


def test_a_settled_search_leaves_the_list_and_is_logged_without_its_words(staff, browse):
    browse.get("/hu/kereses?q=asdfgh")
    editor = staff("editor")
    address = editor.get(f"{ROOM}?lang=hu").link("asdfgh")
    editor.submit(editor.get(address), form="form[action$=elintezve]")
    editor.get(address, 404)
    entry = session().query(AuditEntry).filter_by(action=words.SETTLE).one()
    assert "asdfgh" not in f"{entry.subject} {entry.details}"


def test_versions_can_be_compared_and_gone_back_to(staff, publish):
    publish(title="Az eb összeírása", fee="Ötszáz forint.")
    editor = staff("editor")
    page = editor.get(f"{ROOM}/ugyek/{SLUG}?lang=hu")
    assert "Ezt olvassák az ügyfelek" in page.words
    compared = editor.get(page.link("Változatok összehasonlítása"))
    removed = [" ".join(one.get_text().split()) for one in compared.select("del")]
    added = [" ".join(one.get_text().split()) for one in compared.select("ins")]
    assert "törölve: Ingyenes. törlés vége;" in removed
    assert "hozzáadva: Ötszáz forint. hozzáadás vége;" in added
    same = editor.get(f"{ROOM}/ugyek/{SLUG}/elteres?tol=1&ig=1")
    assert "Nem különböznek." in same.words
    draft = editor.submit(page, form="form[action$=tervezet]:has([name=version][value='0'])")
    assert "1 változás" not in draft.words
    assert queries.load_draft(queries.active_draft(SLUG).id).manuscript["hu"]["fee"] == "Ingyenes."


@pytest.mark.parametrize("query", ["tol=99&ig=-1", "tol=x", "tol=9999999999999999999999", "ig[]=1"])
def test_an_unknown_version_is_not_compared(staff, query):
    staff("editor").get(f"{ROOM}/ugyek/{SLUG}/elteres?{query}")


def test_a_planned_version_is_called_off_by_its_button(staff, publish, clock):
    publish("2026-12-24", title="Karácsonytól")
    editor = staff("supervisor")
    page = editor.get(f"{ROOM}/ugyek/{SLUG}?lang=hu")
    assert "Tervezett" in page.words
    page = editor.submit(page, form="form[action$=lemondas]")
    assert "Lemondva" in page.words
    clock.travel("2026-12-25T10:00")
    assert library().services[SLUG].edition == 0


def test_published_texts_with_problems_are_found(staff, publish, clock):
    editor = staff("editor")
    assert "Minden szöveg teljes" in editor.get(f"{ROOM}/hibak?lang=hu").words
    publish(details="### Hol?\n[itt](/hu/ugyek/fakivagas#k2)")
    clock.travel("2027-06-02T10:00")
    page = staff("editor").get(f"{ROOM}/hibak?lang=hu")
    assert len(page.select("main h2")) == 15
    assert "Nincs ilyen oldalunk. /hu/ugyek/fakivagas#k2" in page.words


def test_every_service_is_listed_with_its_version(staff, publish):
    publish(title="Az eb összeírása")
    page = staff("editor").get(f"{ROOM}/ugyek?lang=hu")
    assert len(page.select(".ledger > li")) == 15
    assert page.words.count("A város első szövege") == 14


@pytest.mark.parametrize("path", ["/ugyek/nincs", "/ugyek/nincs/elteres", "/keresesek/9", "/tervezetek/9"])
def test_unknown_services_and_searches_are_not_found(staff, path):
    staff("editor").get(ROOM + path, 404)


def test_no_draft_is_created_from_an_unknown_version(staff):
    editor = staff("editor")
    page = editor.get(f"{ROOM}/ugyek/{SLUG}")
    editor.submit(page, {"version": "77"}, 404, "form[action$=tervezet]")
    editor.submit(page, {"version": "x"}, 400, "form[action$=tervezet]")


def test_a_text_is_measured_without_a_script(staff):
    editor = staff("editor")
    page = editor.get(f"{ROOM}/konnyen-ertheto?lang=hu")
    page = editor.submit(page, {"text": "A kérelem elbírálásra kerül."})
    assert page.select_one("meter")["value"] == "0"
    assert "kérelem" in page.words
    assert page.select_one("textarea").get_text().strip() == "A kérelem elbírálásra kerül."
    assert editor.submit(page, {"text": "a " * 10_001}, 422).errors()["text"]


def test_the_script_gets_the_same_measure(staff):
    editor = staff("editor")
    page = editor.get(f"{ROOM}/konnyen-ertheto?lang=hu")
    data = {**page.fields(), "text": "<script>x</script> Jöjjön be."}
    answer = editor.client.post(f"{ROOM}/konnyen-ertheto/mero", data=data)
    assert answer.status_code == 200
    assert '<meter min="0"' in answer.text
    assert "<script" not in answer.text
    assert editor.client.post(f"{ROOM}/konnyen-ertheto/mero", data={**data, "text": "a" * 20_001}).status_code == 422


@pytest.mark.parametrize("role", ["operator", "helper"])
def test_only_editors_and_supervisors_have_access(staff, browse, role, begin):
    draft_id = begin()
    other = staff(role)
    for path in ("", "/ugyek", f"/ugyek/{SLUG}", f"/tervezetek/{draft_id}", "/konnyen-ertheto"):
        other.get(ROOM + path, 403)
    other.get(f"/hu/elonezet/{draft_id}", 403)
    assert "/staff/" in browse.get(f"/hu/elonezet/{draft_id}").response.request.path
