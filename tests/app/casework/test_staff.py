import pytest

from app.conversations import actions as talking
from app.conversations import queries, retention
from app.conversations.actions import Opening
from tests.support.languages import LANGUAGES

TODAY = "2026-11-24"


def make(browse, title="Papírok a lakcímhez", due=TODAY, where="/staff/feladatok/uj", **more):
    return browse.submit(browse.get(where), {"title": title, "due_on": due, **more}, form="form.stack")


def test_tasks_are_for_who_answers_and_who_prepares(browse, staff):
    for role in ("operator", "editor", "supervisor"):
        assert staff(role).get("/staff/feladatok").heading == "Feladatok"
    staff("helper").get("/staff/feladatok", 403)
    assert browse.client.get("/staff/feladatok").status_code == 303


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_task_is_made_taken_and_finished_without_javascript_in_every_language(staff, lang):
    operator, editor = staff("operator"), staff("editor")
    operator.get(f"/staff/feladatok?lang={lang}")
    editor.get(f"/staff/feladatok?lang={lang}")
    make(operator)
    page = editor.get(editor.get("/staff/feladatok").link("Papírok a lakcímhez"))
    page = editor.submit(page, form="form[action$='/felvetel']")
    page = editor.submit(page, {"result": "Két irat kell hozzá."}, form="form[action$='/kesz']")
    done = operator.get(page.link("Papírok a lakcímhez"))
    assert "Két irat kell hozzá." in done.words
    assert not done.select("main form")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": " "}, "title"), ({"title": "x" * 121}, "title"), ({"due_on": ""}, "due_on"),
     ({"due_on": "2026-11-22"}, "due_on"), ({"due_on": "2031-01-01"}, "due_on"), ({"body": "x" * 2001}, "body")],
)  # fmt: skip
def test_what_is_no_task_comes_back_with_everything_written(staff, given, field):
    operator = staff("operator")
    wrong = {"title": "Papírok", "due_on": TODAY, "body": "Részletek", **given}
    page = operator.submit(operator.get("/staff/feladatok/uj"), wrong, 422, form="form.stack")
    assert list(page.errors()) == [field]
    assert page.select_one("#body").get_text().strip() == wrong["body"]


def test_days_are_offered_by_name_and_only_working_days(staff):
    page = staff("operator").get("/staff/feladatok/uj")
    offered = [radio["value"] for radio in page.select("[name=due_on]")]
    assert offered[:4] == ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]
    assert not {"2026-11-28", "2026-11-29"} & set(offered)
    assert "november 24., kedd" in page.words


def test_overdue_is_said_in_words_with_a_symbol(staff, clock):
    make(staff("operator"))
    clock.travel("2026-11-26T16:05")
    card = staff("editor").get("/staff/feladatok").select_one(".ledger li")
    assert "Lejárt" in card.get_text()
    assert card.select_one(".due--late use")["href"].endswith("#warn")


def test_who_comes_second_is_told_so(staff):
    operator, editor, supervisor = staff("operator"), staff("editor"), staff("supervisor")
    make(operator)
    stale = supervisor.get(supervisor.get("/staff/feladatok").link("Papírok"))
    editor.submit(editor.get(editor.get("/staff/feladatok").link("Papírok")), form="form[action$='/felvetel']")
    page = supervisor.submit(stale, form="form[action$='/felvetel']")
    assert "Egy munkatárs előbb felvette" in page.words
    assert "Csilla" in page.words


def test_a_result_must_be_written(staff):
    editor = staff("editor")
    make(editor)
    page = editor.submit(editor.get(editor.get("/staff/feladatok").link("Papírok")), form="form[action$='/felvetel']")
    assert list(editor.submit(page, {"result": ""}, 422, form="form[action$='/kesz']").errors()) == ["result"]


def test_a_task_from_a_conversation_names_it_and_leads_back_only_who_may_read_it(staff):
    opened = talking.open_conversation(Opening(channel="chat", language="hu", body="Elköltöztem"))
    operator = staff("operator")
    make(operator, where=f"/staff/feladatok/uj?beszelgetes={opened.public_id}")
    spoken = f"{opened.reference[:3]} {opened.reference[3:]}"
    page = operator.get(operator.get("/staff/feladatok").link("Papírok"))
    assert page.link(spoken).endswith(opened.public_id)
    editor = staff("editor")
    page = editor.get(editor.get("/staff/feladatok").link("Papírok"))
    assert spoken in page.words
    assert not page.select(f"a[href$='{opened.public_id}']")
    assert "Elköltöztem" not in page.words


def test_a_task_that_is_not_there_is_not_found(staff):
    staff("operator").get("/staff/feladatok/nincs", 404)


def test_a_task_that_somebody_cannot_do_is_put_back_by_them_by_who_asked_or_by_a_supervisor(staff):
    asking, editor, supervisor = (staff(role) for role in ("operator", "editor", "supervisor"))
    make(asking)
    address = editor.get("/staff/feladatok").link("Papírok a lakcímhez")
    for browser in (editor, supervisor, asking):
        editor.submit(editor.get(address), form="form[action$='/felvetel']")
        page = browser.submit(browser.get(address), form="form[action$='/vissza']")
        assert page.select("form[action$='/felvetel']")


def test_what_was_written_for_a_task_that_has_been_erased_is_given_back(staff):
    opened = talking.open_conversation(Opening(channel="chat", language="hu", body="Elköltöztem"))
    operator, editor = staff("operator"), staff("editor")
    make(operator, where=f"/staff/feladatok/uj?beszelgetes={opened.public_id}")
    address = editor.get("/staff/feladatok").link("Papírok a lakcímhez")
    page = editor.submit(editor.get(address), form="form[action$='/felvetel']")
    retention.erase(queries.state_of(opened.id))
    gone = editor.submit(page, {"result": "Két irat kell hozzá."}, 404, form="form[action$='/kesz']")
    assert "Két irat kell hozzá." in gone.words
    assert "Papírok a lakcímhez" not in editor.get("/staff/feladatok").words


def test_the_desk_reminds_of_what_is_due_until_it_is_done(staff, clock):
    operator, editor = staff("operator"), staff("editor")
    assert not operator.get("/staff/asztal").select(".reminder")
    make(operator)
    assert "1 mai határidejű feladat" in editor.get("/staff/asztal").select_one(".reminder").get_text()
    clock.travel("2026-11-26T16:05")
    operator, editor = staff("operator"), staff("editor")
    assert "1 lejárt határidejű feladat" in editor.get("/staff/asztal").select_one(".reminder").get_text()
    page = editor.get(editor.get("/staff/feladatok").link("Papírok a lakcímhez"))
    page = editor.submit(page, form="form[action$='/felvetel']")
    assert not operator.get("/staff/asztal").select(".reminder"), "it has somebody else"
    editor.submit(page, {"result": "Kész."}, form="form[action$='/kesz']")
    assert not editor.get("/staff/asztal").select(".reminder")


def test_editors_land_on_their_tasks(staff):
    assert staff("editor").get("/staff/").heading == "Feladatok"
    assert staff("operator").get("/staff/").heading == "Az asztalom"
