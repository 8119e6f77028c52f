"""Fields drawn with the design system's macros: label, hint, error and field belong together."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.core.widgets import Choices, Form, TextArea, TextInput

COLOURS = [SelectChoice("r", "Piros"), SelectChoice("g", "Zöld <b>")]


class Sample(Form):
    name = StringField(
        "Név", [InputRequired("Írja be a nevét.")], description="Ahogy az okmányban áll.", widget=TextInput()
    )
    story = TextAreaField("Történet", [Length(max=5, message="Rövidebben.")], widget=TextArea())
    colour = RadioField("Szín", [InputRequired("Válasszon színt.")], choices=COLOURS, widget=Choices())
    several = SelectMultipleField("Színek", choices=COLOURS, widget=Choices("checkboxes"))


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.test_request_context("/hu/", method="POST"):
        yield


def drawn(field) -> BeautifulSoup:
    return BeautifulSoup(str(field()), "html.parser")


@pytest.mark.usefixtures("context")
def test_a_wrong_field_is_tied_to_its_label_hint_and_error():
    form = Sample(MultiDict(), meta={"csrf": False})
    assert not form.validate()
    html = drawn(form.name)
    field = html.select_one("input")
    assert html.select_one(f"label[for={field['id']}]").get_text(strip=True) == "Név"
    described = [html.select_one(f"#{name}").get_text(" ", strip=True) for name in field["aria-describedby"].split()]
    assert described[0] == "Ahogy az okmányban áll."
    assert described[1].endswith("Írja be a nevét.")


@pytest.mark.usefixtures("context")
def test_the_error_summary_leads_to_elements_that_are_there():
    form = Sample(MultiDict(), meta={"csrf": False})
    form.validate()
    page = BeautifulSoup("".join(str(field()) for field in form), "html.parser")
    lines = form.error_list()
    assert [line["text"] for line in lines] == ["Írja be a nevét.", "Válasszon színt."]
    for line in lines:
        assert page.select_one(line["href"]).name == "input"


@pytest.mark.usefixtures("context")
def test_what_was_typed_is_kept_and_stays_text():
    typed = MultiDict(
        {"name": '"><script>alert(1)</script>', "story": "</textarea><b>x", "colour": "g", "several": "r"}
    )
    form = Sample(typed, meta={"csrf": False})
    form.validate()
    assert drawn(form.name).select_one("input")["value"] == '"><script>alert(1)</script>'
    assert drawn(form.story).select_one("textarea").get_text() == "</textarea><b>x"
    assert not drawn(form.name).select("script")
    assert [tag["value"] for tag in drawn(form.colour).select("input[checked]")] == ["g"]
    assert [tag["value"] for tag in drawn(form.several).select("input[checked]")] == ["r"]


@pytest.mark.usefixtures("context")
def test_choices_stand_under_one_question_each_with_its_own_label():
    html = drawn(Sample(MultiDict(), meta={"csrf": False}).colour)
    assert html.select_one("fieldset > legend").get_text(strip=True) == "Szín"
    ids = [tag["id"] for tag in html.select("input[type=radio]")]
    assert len(set(ids)) == 2
    assert [html.select_one(f"label[for={name}]").get_text(strip=True) for name in ids] == ["Piros", "Zöld <b>"]


FORMS = ["/hu/visszahivas", "/hu/beszelgetes", "/hu/kovetes", "/hu/beallitasok"]
STAFF_FORMS = ["/staff/munkatarsak/uj", "/staff/kulcsaim", "/staff/munkatarsak/1/szerepkor"]
TEXTS = ("name", "body", "phone", "topic", "reference", "code", "label", "credential", "role", "size", "ref")


@pytest.mark.parametrize("path", [*FORMS, *STAFF_FORMS])
def test_a_file_in_place_of_a_text_is_no_answer(app: Flask, staff, path: str):
    app.config["WTF_CSRF_ENABLED"] = False
    client = staff("supervisor").client
    files = {name: (io.BytesIO(b"\x00\xff"), "x.bin") for name in TEXTS}
    answer = client.post(path, data=files, content_type="multipart/form-data")
    assert answer.status_code == (303 if path == "/hu/beallitasok" else 422)


@pytest.mark.parametrize("path", [*FORMS, *STAFF_FORMS])
@pytest.mark.parametrize("body", ["[1, 2]", '{"name": {"a": 1}, "body": [null]}', "{", "[" * 50_000])
def test_a_program_that_sends_json_to_a_page_fills_in_nothing(app: Flask, staff, path: str, body: str):
    app.config["WTF_CSRF_ENABLED"] = False
    client = staff("supervisor").client
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code == (303 if path == "/hu/beallitasok" else 422)
