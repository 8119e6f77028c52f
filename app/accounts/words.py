"""The names of the room's audit actions, of roles and of reasons for a refusal."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import Role
from app.core import audit
from app.core.i18n import lazy as _l

INVITE = audit.action("staff.invite", _l("Invited"))
SIGN_IN = audit.action("staff.sign-in", _l("Signed in"))
SIGN_IN_REFUSED = audit.action("staff.sign-in-refused", _l("Sign-in refused"))
SIGN_OUT = audit.action("staff.sign-out", _l("Signed out"))
THROW_OUT = audit.action("staff.end-sessions", _l("Ended all sessions"))
SWITCH_OFF = audit.action("staff.deactivate", _l("Switched off access"))
SWITCH_ON = audit.action("staff.reactivate", _l("Switched on access"))
CHANGE_ROLE = audit.action("staff.change-role", _l("Changed the role"))
PASSKEY_ADD = audit.action("staff.passkey-add", _l("Added a passkey"))
PASSKEY_REMOVE = audit.action("staff.passkey-remove", _l("Removed a passkey"))

ROLE_NAMES: Mapping[str, object] = {
    Role.OPERATOR: _l("operator"), Role.HELPER: _l("helper"), Role.EDITOR: _l("editor"),
    Role.SUPERVISOR: _l("supervisor"),
}  # fmt: skip
ROLE_TASKS: Mapping[str, object] = {
    Role.OPERATOR: _l("Answers citizens in the chat and by message."),
    Role.HELPER: _l("Assists citizens at an assistance point."),
    Role.EDITOR: _l("Keeps the knowledge up to date."),
    Role.SUPERVISOR: _l("Invites staff, ends sessions, reads the audit log."),
}

REFUSALS = {
    "missing": _l("Your browser did not use a passkey. Signing in needs JavaScript and a browser that knows passkeys."),
    "expired": _l("The check took too long or was already used. Please press the button again."),
    "unknown": _l("We do not know this passkey. Try another one, or ask a supervisor for a new link."),
    "invalid": _l("The passkey could not be checked. Please press the button again."),
    "inactive": _l("Your access is switched off. Please ask a supervisor."),
    "known": _l("This passkey is registered already. Use another device, or sign in with it."),
}
MEANS = {
    "passkey": _l("with a passkey"),
    "invitation": _l("by an invitation"),
    "demo link": _l("by a demonstration link"),
}


def explain(details: Mapping[str, Any]) -> str:
    """Return an audit entry's details in the page's language; those of other rooms as they were recorded."""
    known: dict[str, Mapping[str, object]] = {"role": ROLE_NAMES, "means": MEANS, "reason": REFUSALS}
    return "; ".join(
        str(known[key].get(value, value)) if key in known else f"{key}: {value}" if key != "label" else str(value)
        for key, value in details.items()
    )


def role_name(role: str) -> str:
    """Return a role in the page's language."""
    return str(ROLE_NAMES[role])
