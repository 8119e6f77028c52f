"""What a supervisor does for the people, and what the audit log says of it."""

import pytest
from sqlalchemy import select

from app.accounts import actions
from app.accounts.models import Staff
from app.core import audit
from app.core.db import session, transaction

PEOPLE, LOG = "/staff/munkatarsak", "/staff/naplo"


@pytest.fixture
def boss(staff):
    return staff("supervisor")


def press(browse, page, ending, status=200):
    return browse.submit(page, status=status, form=f"form[action$='{ending}']")


def test_an_invitation_shows_its_link_once_and_the_log_keeps_no_token(boss, app):
    page = boss.submit(boss.get(f"{PEOPLE}/uj"), {"name": "  Erika   Kis ", "role": "editor"})
    address = page.select_one("code").get_text()
    assert address.startswith("http://localhost:8000/staff/meghivo/")
    assert "72 órán belül" in page.words
    assert app.test_client().get(address.removeprefix("http://localhost:8000")).status_code == 200
    assert "Erika Kis" in boss.get(PEOPLE).words
    assert "Meghívva, eddig: november 27., péntek" in boss.get(PEOPLE).words
    log = boss.get(LOG)
    assert "Meghívta: Erika Kis" in log.words
    assert address.rpartition("/")[2] not in log.get_text()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"name": "", "role": "editor"}, {"name": "Írja be a munkatárs nevét"}),
        ({"name": " \t\u202e ", "role": "editor"}, {"name": "Írja be a munkatárs nevét"}),
        ({"name": "x" * 81, "role": "editor"}, {"name": "A név legfeljebb 80 karakter lehet"}),
        ({"name": "Erika", "role": "king"}, {"role": "Válasszon szerepkört"}),
        ({"name": ""}, {"name": "Írja be a munkatárs nevét", "role": "Válasszon szerepkört"}),
    ],
)
def test_a_wrong_invitation_is_told_what_is_wrong(boss, typed, errors):
    page = boss.submit(boss.get(f"{PEOPLE}/uj"), typed, 422)
    assert page.errors() == errors


def test_a_name_that_is_taken_is_kept_in_the_form(boss):
    page = boss.submit(boss.get(f"{PEOPLE}/uj"), {"name": "Dóra", "role": "editor"}, 422)
    assert "már van" in page.errors()["name"]
    assert page.select_one("#name")["value"] == "Dóra"


def test_a_name_is_text_and_nothing_else(boss):
    boss.submit(boss.get(f"{PEOPLE}/uj"), {"name": "<script>alert(1)</script>", "role": "editor"})
    assert "<script>alert(1)</script>" in boss.get(PEOPLE).words
    assert not boss.get(LOG).select("script:not([src])")


def test_shutting_a_person_out_ends_what_they_are_doing(boss, enrol):
    browse, _device = enrol("Erika", "editor")
    staff_id = session().scalar(select(Staff.id).where(Staff.name == "Erika"))
    page = boss.get(f"{PEOPLE}/{staff_id}")
    assert "Most dolgozik" in page.words
    page = press(boss, page, "kikapcsolas")
    assert "Erika hozzáférése ki van kapcsolva" in page.words
    assert browse.client.get("/staff/kulcsaim").status_code == 303
    assert not page.select("form[action$=meghivo], form[action$=kikapcsolas]")


def test_who_is_let_in_again_needs_to_sign_in_again(boss, enrol, enter):
    browse, device = enrol("Erika", "editor")
    staff_id = session().scalar(select(Staff.id).where(Staff.name == "Erika"))
    page = press(boss, boss.get(f"{PEOPLE}/{staff_id}"), "kikapcsolas")
    press(boss, page, "bekapcsolas")
    assert browse.client.get("/staff/kulcsaim").status_code == 303
    enter(device)


def test_ending_all_sessions_signs_out_everywhere(boss, enrol, enter):
    first, device = enrol("Erika", "editor")
    second, _page = enter(device)
    staff_id = session().scalar(select(Staff.id).where(Staff.name == "Erika"))
    page = boss.get(f"{PEOPLE}/{staff_id}")
    assert "Bejelentkezett eszközök 2" in page.words
    page = press(boss, page, "kileptetes")
    assert "Bejelentkezett eszközök 0" in page.words
    assert [b.client.get("/staff/kulcsaim").status_code for b in (first, second)] == [303, 303]
    enter(device)


def test_a_new_link_for_who_lost_the_old_one(boss, app):
    old = actions.invite("command line", "Erika", "editor")
    staff_id = session().scalar(select(Staff.id).where(Staff.name == "Erika"))
    page = press(boss, boss.get(f"{PEOPLE}/{staff_id}"), "meghivo")
    assert page.select_one("code").get_text().rpartition("/")[2] != old
    assert app.test_client().get(f"/staff/meghivo/{old}").status_code == 410


def test_no_new_link_for_who_is_shut_out(boss):
    actions.invite("command line", "Erika", "editor")
    staff_id = session().scalar(select(Staff.id).where(Staff.name == "Erika"))
    page = boss.get(f"{PEOPLE}/{staff_id}")
    actions.deactivate("command line", staff_id)
    press(boss, page, "meghivo", 404)


def test_nobody_shuts_out_themselves(boss):
    staff_id = session().scalar(select(Staff.id).where(Staff.name == "Dóra"))
    page = boss.get(f"{PEOPLE}/{staff_id}")
    assert not page.select("form[action$=kikapcsolas]")
    page = boss.post(f"{PEOPLE}/{staff_id}/kikapcsolas", page.fields("form[action$=meghivo]"))
    assert "nem kapcsolhatja ki" in page.words
    boss.get(LOG)


def person(name):
    return session().scalar(select(Staff.id).where(Staff.name == name))


def test_a_new_role_counts_from_the_next_click_and_stands_in_the_log(boss, enrol):
    browse, _device = enrol("Erika", "editor")
    browse.get(LOG, 403)
    page = boss.get(f"{PEOPLE}/{person('Erika')}")
    assert page.select_one("input[name=role][checked]")["value"] == "editor"
    page = boss.submit(page, {"role": "supervisor"}, form="form[action$=szerepkor]")
    assert "Erika szerepköre mostantól: vezető." in page.get_text()
    assert "Módosította a szerepkörét: Erika" in browse.get(LOG).words


def test_the_same_role_again_changes_nothing(boss, enrol):
    enrol("Erika", "editor")
    boss.submit(boss.get(f"{PEOPLE}/{person('Erika')}"), form="form[action$=szerepkor]")
    assert "Módosította a szerepkörét" not in boss.get(LOG).words


@pytest.mark.parametrize("typed", [{"role": "king"}, {"role": ""}, {"role": "vezető\x00"}])
def test_a_role_that_there_is_not_is_refused(boss, enrol, typed):
    enrol("Erika", "editor")
    page = boss.submit(boss.get(f"{PEOPLE}/{person('Erika')}"), typed, 422, form="form[action$=szerepkor]")
    assert page.errors() == {"role": "Válasszon szerepkört"}
    assert page.title.get_text().startswith("Hiba: Erika")


def test_the_last_supervisor_cannot_step_down(boss):
    page = boss.get(f"{PEOPLE}/{person('Dóra')}")
    page = boss.submit(page, {"role": "editor"}, 422, form="form[action$=szerepkor]")
    assert "Nincs másik vezető" in page.errors()["role"]
    assert page.select_one("input[name=role][checked]")["value"] == "editor"
    boss.get(LOG)


def test_one_of_two_supervisors_may_step_down_and_is_taken_to_the_new_work(boss, enrol):
    enrol("Erika", "supervisor")
    page = boss.submit(boss.get(f"{PEOPLE}/{person('Dóra')}"), {"role": "editor"}, form="form[action$=szerepkor]")
    assert page.response.request.path == "/staff/feladatok"
    boss.get(PEOPLE, 403)


def test_a_demonstrations_supervisor_does_not_count_where_nobody_demonstrates(boss, enrol, settings, app):
    enrol("Erika", "supervisor")
    app.extensions["settings"] = settings.model_copy(update={"demo": False})
    with pytest.raises(actions.LastSupervisorError):
        actions.change_role("command line", person("Erika"), "helper")


def test_who_is_shut_out_gets_no_new_role(boss, enrol):
    enrol("Erika", "editor")
    page = boss.get(f"{PEOPLE}/{person('Erika')}")
    actions.deactivate("command line", person("Erika"))
    boss.submit(page, {"role": "helper"}, 404, form="form[action$=szerepkor]")


def test_a_person_who_is_not_there_is_not_found(boss):
    boss.get(f"{PEOPLE}/99", 404)
    boss.get(f"{PEOPLE}/99999999999999999999", 404)
    boss.post(f"{PEOPLE}/99/kikapcsolas", boss.get(f"{PEOPLE}/uj").fields(), 404)


def write(count, actor="staff:1"):
    with transaction():
        for number in range(count):
            audit.record(actor, "conversation.take", f"conversation:{number}")


def test_the_log_is_read_page_by_page(boss):
    write(120)
    page = boss.get(LOG)
    assert "121 bejegyzés; 1. oldal a(z) 3 közül" in page.words
    assert "conversation:119" in page.words
    page = boss.get(page.link("Régebbi"))
    assert "conversation:69" in page.words
    page = boss.get(page.link("Régebbi"))
    assert "conversation:0" in page.words
    assert [a.get_text() for a in page.select("main nav a")] == ["Újabb bejegyzések"]


@pytest.mark.parametrize("value", ["0", "-5", "99", "99999999999999999999", "x"])
@pytest.mark.parametrize("name", ["oldal", "munkatars"])
def test_a_number_that_makes_no_sense_is_passed_over(boss, name, value):
    assert boss.get(LOG, query_string={name: value}).heading == "Napló"


def test_the_log_of_one_person_is_what_they_did_and_what_was_done_to_them(boss):
    write(3, "staff:77")
    actions.invite("staff:1", "Erika", "editor")
    staff_id = session().scalar(select(Staff.id).where(Staff.name == "Erika"))
    page = boss.get(boss.get(f"{PEOPLE}/{staff_id}").link("Mit mond a napló"))
    assert "1 bejegyzés" in page.words
    assert "Meghívta: Erika" in page.words
    assert page.select_one("option[selected]").get_text() == "Erika"


def test_what_staff_do_is_in_the_log_in_the_readers_language(boss, staff):
    browse = staff("operator")
    browse.submit(browse.get("/staff/kulcsaim"), form="header form")
    page = boss.get(f"{LOG}?lang=de")
    assert "Anna Abgemeldet" in page.words
    assert "Anna Angemeldet mit Probelink" in page.words


def test_roles_are_called_in_hungarian_as_the_glossary_calls_them(boss):
    page = boss.get(f"{PEOPLE}/uj")
    said = [label.get_text().strip().partition(":")[0] for label in page.select("label[for^=role]")]
    assert said == ["ügyintéző", "ügysegéd", "szerkesztő", "vezető"]
