"""Public interface: the guard's verdict on a text. Texts are neither stored nor logged."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint

from app.core.api import operation
from app.core.problems import TOO_MANY_REQUESTS, ProblemType
from app.core.security import limiter
from app.guard import rules
from app.guard.schemas import Finding, GuardedText, GuardVerdict

blueprint = Blueprint("guard_api", __name__, url_prefix="/guard")

INVALID_TEXT = ProblemType(422, "invalid-text", "Invalid text", "The text is missing or too long.")


@blueprint.post("")
@limiter.limit("120 per minute")
@operation("judgeText", TOO_MANY_REQUESTS, invalid=INVALID_TEXT, cache="no-store")
def judge(body: GuardedText) -> GuardVerdict:
    """Say whether a text may be sent where only general information is given.

    Stores nothing. `block`: do not send it; `advise`: tell the sender that only general information is given, and let
    them decide; `allow`: send it.
    """
    found = rules.check(body.text)
    return GuardVerdict(verdict=found.verdict, findings=[Finding(**asdict(finding)) for finding in found.findings])
