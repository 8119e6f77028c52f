"""The only writers of contacts: begin one, open it elsewhere, forget devices and addresses, erase it with its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached

from app.contacts import keys, queries
from app.contacts.keys import Keys
from app.contacts.models import Contact, DeviceKey, Purpose
from app.core import audit, clock, db
from app.core.db import session, transaction
from app.core.feature import contact_hooks
from app.core.i18n import lazy as _l
from app.core.security import hash_token, installation_key, new_token, short_code

CITIZEN = "citizen"
ERASE = audit.action("contact.erase", _l("Contact erased by its citizen"))


@dataclass(frozen=True)
class Details:
    """What is known of the citizen: language, needs, and the addresses that were given for one `purpose`."""

    language: str
    needs: Sequence[str] | None = None
    phone: str | None = None
    email: str | None = None
    best_time: str | None = None
    purpose: Purpose | None = None


@dataclass(frozen=True)
class OpenedContact:
    """A contact with what opens it. `token` goes to the device, `secret` to the citizen; neither is told again.

    `secret` is empty when the citizen was told one before.
    """

    id: int
    public_id: str
    reference: str
    token: str
    secret: str


def begin(
    details: Details, made: Keys, until: datetime | None, *, device: bool = True
) -> tuple[Contact, OpenedContact]:
    """Begin a contact inside the caller's transaction, with a key for the device of its citizen until a moment.

    Without `device` no key is made, for programs that show the secret each time.
    """
    row = _inserted(details, made)
    if device:
        _add_key(row.id, made.token, until)
    return row, OpenedContact(row.id, row.public_id, row.reference, made.token, made.secret)


def _inserted(details: Details, made: Keys) -> Contact:
    # Below the object mapper: every booking and every question begins with it.
    connection = session().connection()
    values: dict[str, Any] = {
        "public_id": made.public_id, "language": details.language, "needs": list(details.needs or ()),
        "phone": details.phone, "email": details.email, "best_time": details.best_time, "purpose": details.purpose,
        "begun_at": clock.now(),
    }  # fmt: skip
    number = None
    while number is None:
        reference = short_code(keys.REFERENCE)
        values |= {
            "reference": reference, "secret_hash": keys.secret_hash(installation_key(), reference, made.secret)
        }  # fmt: skip
        number = connection.execute(_insertion(connection.dialect.name), values).scalar()
    row = Contact(id=number, **values)
    make_transient_to_detached(row)
    session().add(row)
    return row


@lru_cache(maxsize=2)
def _insertion(dialect: str) -> Any:
    """Build the statement that inserts a contact, or nothing when its reference is another contact's."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(Contact).on_conflict_do_nothing(index_elements=["reference"]).returning(Contact.id)


def _add_key(contact_id: int, token: str, until: datetime | None, legacy_key_id: int | None = None) -> None:
    session().add(
        DeviceKey(
            contact_id=contact_id, legacy_key_id=legacy_key_id, token_hash=hash_token(token), created_at=clock.now(),
            expires_at=until,
        )
    )  # fmt: skip


def go_on(contact: Contact, details: Details, made: Keys, until: datetime | None) -> OpenedContact | None:
    """Note what the citizen says of themselves with a further part of a contact, inside the caller's transaction.

    A contact of an earlier version has no secret that opens all of its parts: it gets the one of `made`, which is
    returned with a new key. None when its citizen was told the secret before.
    """
    given = {name: getattr(details, name) for name in ("phone", "email", "best_time", "purpose")}
    for name, value in given.items():
        if value:
            setattr(contact, name, value)
    contact.language = details.language
    if details.needs is not None:
        contact.needs = list(details.needs)
    if contact.secret_hash:
        return None
    contact.secret_hash = keys.secret_hash(installation_key(), contact.reference, made.secret)
    _add_key(contact.id, made.token, until)
    return opened_with(contact, made)


def opened_with(contact: Contact, made: Keys) -> OpenedContact | None:
    """Return what opens a contact when `made` are its keys; None when they are not."""
    if not keys.same(keys.secret_hash(installation_key(), contact.reference, made.secret), contact.secret_hash):
        return None
    return OpenedContact(contact.id, contact.public_id, contact.reference, made.token, made.secret)


def open_elsewhere(typed: str, secret: str, until: datetime | None) -> OpenedContact | None:
    """Give another device a key of its own, for a reference (or a part's code) and its secret; None when wrong."""
    found = queries.match(typed, secret)
    if found is None:
        return None
    token = new_token()
    with transaction():
        _add_key(found.contact.id, token, until, found.legacy.id if found.legacy else None)
    named = found.legacy.name if found.legacy else found.contact.reference
    return OpenedContact(found.contact.id, found.contact.public_id, named, token, keys.normalised(secret))


def forget_device(contact_id: int, key_id: int) -> bool:
    """Make one device's key worthless; False when it is gone already."""
    with transaction() as current:
        gone = delete(DeviceKey).where(DeviceKey.contact_id == contact_id, DeviceKey.id == key_id)
        return db.affected_rows(current.execute(gone)) > 0


def forget_unneeded_addresses(contact_id: int) -> None:
    """Erase telephone number and e-mail address, inside the caller's transaction, unless a part still needs them."""
    session().flush()
    if not any(hooks.addresses_needed([contact_id], clock.now()) for hooks in contact_hooks()):
        session().execute(update(Contact).where(Contact.id == contact_id).values(NO_ADDRESSES))


NO_ADDRESSES = {"phone": None, "email": None, "best_time": None, "purpose": None}


def erase(contact: Contact) -> bool:
    """Erase a contact and all its parts at its citizen's wish, at once and everywhere; False when it is gone."""
    with transaction():
        if not _erase(contact.id):
            return False
        audit.record(CITIZEN, ERASE, f"contact:{contact.reference}")
    return True


def erase_if_empty(contact_id: int) -> None:
    """Erase a contact, inside the caller's transaction, when its last part has gone."""
    session().flush()
    if not any(hooks.used([contact_id]) for hooks in contact_hooks()):
        _erase(contact_id)


def _erase(contact_id: int) -> bool:
    if session().get(Contact, contact_id, populate_existing=True) is None:
        return False
    for hooks in contact_hooks():
        hooks.erase(contact_id)
    session().execute(delete(Contact).where(Contact.id == contact_id))
    return True
