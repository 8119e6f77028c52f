"""Pages for who is signed in: one's own passkeys; for a supervisor also the people and the audit log."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import access
from app.accounts.views import blueprint

__all__ = ["blueprint"]


@blueprint.get("/kulcsaim")
@access.require_role()
def passkeys() -> ResponseReturnValue:
    """Show one's own passkeys."""
    return render_template("accounts/passkeys.html")
