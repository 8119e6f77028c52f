"""Labels for the kinds of findings."""

from __future__ import annotations

from app.core.i18n import lazy as _l

KINDS = {
    "taj": _l("TAJ number"),
    "tax-id": _l("tax identification number"),
    "personal-id": _l("personal identification number"),
    "id-card": _l("number of an identity card"),
    "passport": _l("number of a passport"),
    "address-card": _l("number of an address card"),
    "driving-licence": _l("number of a driving licence"),
    "document": _l("number of a document"),
    "bank-account": _l("number of a bank account"),
    "case-number": _l("case number"),
}


def names() -> dict[str, str]:
    """Return the labels in the page's language by kind, for the page's script."""
    return {kind: str(name) for kind, name in KINDS.items()}
