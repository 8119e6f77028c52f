"""Forms are read from their definitions, and a faulty definition is refused with a sentence that finds it."""

import copy

import pytest
import yaml

from app.config import ROOT
from app.documents.definition import InvalidFormError, parse

PATHS = sorted((ROOT / "content" / "forms").glob("*.yaml"))
T = {"hu": "szöveg"}
FORM = {
    "schema": "form/1", "slug": "minta", "version": 1, "valid_from": "2026-11-20", "review_by": "2027-05-20",
    "legal_language_note": T, "title": T, "purpose": T, "who_submits": T, "where_to_submit": T, "privacy_notice": T,
    "groups": [
        {
            "id": "elso", "legend": T,
            "fields": [
                {"id": "fajta", "type": "radio", "label": T,
                 "options": [{"value": "a", "label": T}, {"value": "b", "label": T}]},
                {"id": "nev", "type": "text", "label": T, "show_if": {"field": "fajta", "equals": "a"}},
            ],
        },
    ],
    "attachments": [{"id": "irat", "label": T, "required": "yes"}],
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_form_of_the_content_is_read_completely(path):
    data = yaml.safe_load(path.read_text("utf-8"))
    form = parse(data, path.name)
    assert form.slug == path.stem
    assert [g.id for g in form.groups] == [g["id"] for g in data["groups"]]
    assert [f.id for f in form.fields] == [f["id"] for g in data["groups"] for f in g["fields"]]
    assert [a.id for a in form.attachments] == [a["id"] for a in data["attachments"]]


def test_there_are_ten_forms():
    assert len(PATHS) == 10


def test_a_condition_with_equals_in_or_includes_becomes_a_list_of_answers():
    data = copy.deepcopy(FORM)
    assert parse(data, "x").field("nev").show_if.values == ("a",)
    data["groups"][0]["fields"][1]["show_if"] = {"field": "fajta", "in": ["a", "b"]}
    assert parse(data, "x").field("nev").show_if.values == ("a", "b")
    data["groups"][0]["fields"][1]["show_if"] = {"field": "fajta", "includes": "b"}
    assert parse(data, "x").field("nev").show_if.values == ("b",)


def fields(data):
    return data["groups"][0]["fields"]


FAULTS = {
    "not a form/1 definition": lambda d: d.update(schema="form/2"),
    "is not a name": lambda d: d.update(slug="../etc"),
    "version: 0": lambda d: d.update(version=0),
    "is not a day": lambda d: d.update(valid_from="tomorrow"),
    "title: the Hungarian text is missing": lambda d: d.update(title={"en": "only English"}),
    "at least one group": lambda d: d.update(groups=[]),
    "must be a list": lambda d: d.update(groups="none"),
    "at least one field": lambda d: d["groups"][0].update(fields=[]),
    "no field type 'colour'": lambda d: fields(d)[0].update(type="colour"),
    "at least two options": lambda d: fields(d)[0].update(options=[]),
    "options, or a statement": lambda d: fields(d)[1].update(type="checkbox"),
    "the same value": lambda d: fields(d)[0]["options"][1].update(value="a"),
    "needs columns": lambda d: fields(d)[1].update(type="table", max_rows=3),
    "needs max_rows": lambda d: fields(d)[1].update(type="table", columns=[{"id": "c", "type": "text", "label": T}]),
    "min is above max": lambda d: fields(d)[1].update(type="number", min=3, max=2),
    "two fields have this id": lambda d: fields(d)[1].update(id="fajta"),
    "which is not asked before": lambda d: fields(d)[1].update(show_if={"field": "nev", "equals": "a"}),
    "has no option 'z'": lambda d: fields(d)[1].update(show_if={"field": "fajta", "equals": "z"}),
    "one of equals, in, includes": lambda d: fields(d)[1].update(show_if={"field": "fajta"}),
    "required is one of": lambda d: d["attachments"][0].update(required="maybe"),
}


@pytest.mark.parametrize("complaint", FAULTS)
def test_an_invalid_definition_is_refused_and_the_reason_named(complaint):
    data = copy.deepcopy(FORM)
    FAULTS[complaint](data)
    with pytest.raises(InvalidFormError, match=complaint) as error:
        parse(data, "minta.yaml")
    assert str(error.value).startswith("minta.yaml: ")
