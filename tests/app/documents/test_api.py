"""The public interface tells other offices' systems which forms there are, and where their files are."""

import pytest
from jsonschema import Draft202012Validator

from app.core.openapi import description
from tests.support.pdf_structure import examine


@pytest.fixture
def valid(app):
    with app.app_context():
        whole = description()

    def check(name, data):
        schema = {"$ref": f"#/components/schemas/{name}", "components": whole["components"]}
        Draft202012Validator(schema).validate(data)

    return check


def test_the_list_has_every_form_with_its_files(app, valid, hungarian_only):
    forms = app.test_client().get("/api/v1/forms").json["forms"]
    assert len(forms) == 10
    for form in forms:
        valid("FormSummary", form)
    assert forms[0]["title"] == "Behajtási engedély iránti kérelem"


def test_a_form_names_its_files_with_address_format_language_and_size(app, valid):
    client = app.test_client()
    form = client.get("/api/v1/forms/meghatalmazas?lang=de").json
    valid("Form", form)
    assert form["title"] == "Vollmacht"
    assert form["page"].endswith("/de/urlapok/meghatalmazas")
    assert len(form["renditions"]) == 8
    for rendition in form["renditions"]:
        file = client.get(rendition["address"])
        assert file.mimetype == rendition["format"]
        assert len(file.data) == rendition["size"]
        assert examine(file.data).pages == rendition["pages"]
        assert file.headers["Content-Language"].split(", ") == rendition["languages"]


def test_an_unknown_form_is_a_problem_document(app, valid):
    response = app.test_client().get("/api/v1/forms/nincs")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    valid("Problem", response.json)
