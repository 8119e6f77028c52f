"""Answers that fit any form."""

from __future__ import annotations

from app.documents.definition import Field, FormDefinition

NAME = "Győri Űrhajós Özséb"
ANSWERS = {
    "text": NAME,
    "textarea": f"Első sor: ÁRVÍZTŰRŐ.\r\nMásodik sor: {NAME}.",
    "number": "3",
    "money": "142 500 Ft",
    "phone": "06-20/123-4567",
    "email": "minta.anna@pelda.hu",
    "taj": "123 456 788",
    "tax-id": "12345676-1-13",
    "address": "2040 Budaörs, Minta utca 1.",
}


def answered(form: FormDefinition, rows: int = 1) -> dict[str, list[str]]:
    """Return what a browser would send for a form that is filled in completely and well."""
    sent: dict[str, list[str]] = {}
    for entry in form.fields:
        if entry.type == "table":
            for number in range(1, rows + 1):
                for column in entry.columns:
                    _answer(column, f"{entry.id}-{number}-{column.id}", sent)
        else:
            _answer(entry, entry.id, sent)
    return sent


def _answer(entry: Field, name: str, sent: dict[str, list[str]]) -> None:
    if entry.type == "date":
        sent |= {f"{name}-year": ["1958"], f"{name}-month": ["3"], f"{name}-day": ["12"]}
    elif entry.options:
        sent[name] = [option.value for option in entry.options] if entry.multiple else [entry.options[0].value]
    elif entry.statement:
        sent[name] = ["igen"]
    elif entry.type != "signature":
        sent[name] = [ANSWERS[entry.type]]
