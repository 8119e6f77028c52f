"""What is known of contacts. Who asks shows the tokens that their device holds, or a reference and its secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from app.contacts import keys
from app.contacts.models import Contact, DeviceKey, LegacyKey
from app.core import clock
from app.core.clock import iso
from app.core.db import session
from app.core.feature import Part, contact_hooks
from app.core.security import hash_token, installation_key


@dataclass(frozen=True)
class Holder:
    """A citizen, known only by the tokens that their browser or program holds."""

    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Access:
    """A contact and the device key that opens it. `only` names the one part that a key of version 0.2.0 opens."""

    contact: Contact
    key: DeviceKey
    only: tuple[str, int] | None

    def opens(self, part: Part) -> bool:
        """Say whether the key opens a part of the contact."""
        return self.only is None or self.only == (part.kind, part.id)


@dataclass(frozen=True)
class Match:
    """The contact that a reference, or a part's code, and its secret belong to; with the legacy key, if it was one."""

    contact: Contact
    legacy: LegacyKey | None = None


def _live() -> Any:
    return or_(DeviceKey.expires_at.is_(None), DeviceKey.expires_at > clock.now())


def _held(holder: Holder) -> Any:
    return DeviceKey.token_hash.in_([hash_token(token) for token in holder.tokens])


def opened_by(holder: Holder, part: str, part_id: Any, contact_id: Any) -> Any:
    """Return the condition that `holder` may see a part, for the queries of the room that keeps it.

    `part_id` and `contact_id` are the columns that name the part and its contact.
    """
    whole = DeviceKey.legacy_key_id.is_(None)
    this = and_(LegacyKey.part == part, LegacyKey.part_id == part_id)
    found = select(DeviceKey.id).outerjoin(LegacyKey, LegacyKey.id == DeviceKey.legacy_key_id)
    return found.where(DeviceKey.contact_id == contact_id, _held(holder), _live(), or_(whole, this)).exists()


def access(holder: Holder, public_id: str) -> Access | None:
    """Return the contact of that id when `holder` has a key to it."""
    return next((one for one in accesses(holder) if one.contact.public_id == public_id), None)


def accesses(holder: Holder) -> list[Access]:
    """Return the contacts that `holder` has keys to, the newest first."""
    if not holder.tokens:
        return []
    wanted = (
        select(Contact, DeviceKey, LegacyKey)
        .join(DeviceKey, DeviceKey.contact_id == Contact.id)
        .outerjoin(LegacyKey, LegacyKey.id == DeviceKey.legacy_key_id)
        .where(_held(holder), _live())
        .order_by(Contact.id.desc(), DeviceKey.legacy_key_id.is_not(None))
        .execution_options(populate_existing=True)
    )
    found: dict[int, Access] = {}
    for contact, key, legacy in session().execute(wanted):
        found.setdefault(contact.id, Access(contact, key, (legacy.part, legacy.part_id) if legacy else None))
    return list(found.values())


def by_id(contact_id: int) -> Contact:
    """Return a contact for the service's own use, after its citizen was admitted."""
    return session().get_one(Contact, contact_id, populate_existing=True)


def by_public_id(public_id: str) -> Contact | None:
    """Return the contact of that id for the service's own use; knowing the id is no right to see it."""
    return session().scalar(select(Contact).where(Contact.public_id == public_id))


def by_reference(typed: str) -> Contact | None:
    """Return the contact that a reference or the code of one of its parts names, for staff."""
    name = keys.normalised(typed)
    return next(iter(_named(name)), None)


def fits(contact: Contact | None, part: str, part_id: int, secret: str) -> bool:
    """Say whether a secret opens one part of a contact, in the same time whatever the answer."""
    old = select(LegacyKey).where(LegacyKey.part == part, LegacyKey.part_id == part_id)
    legacy = session().scalar(old) if contact else None
    key, name = installation_key(), legacy.name if legacy else ""
    by_contact = keys.same(keys.secret_hash(key, contact.reference if contact else "", secret), _kept(contact))
    by_legacy = keys.same(keys.legacy_hash(key, part, name, secret), legacy.secret_hash if legacy else None)
    return by_contact or by_legacy


def _kept(contact: Contact | None) -> str | None:
    return contact.secret_hash if contact else None


def match(typed: str, secret: str) -> Match | None:
    """Return what a reference (or a part's code) and a secret open together; None when they do not fit.

    References and codes of earlier versions have one shape, so several contacts may go by one name: the secret decides.
    All are compared, and one comparison is made for a name that does not exist, so that time tells nothing.
    """
    name, key = keys.normalised(typed), installation_key()
    candidates = [Match(contact) for contact in _named(name)]
    legacy = session().execute(select(Contact, LegacyKey).join(LegacyKey).where(LegacyKey.name == name))
    candidates += [Match(contact, old) for contact, old in legacy]
    fitting = [one for one in candidates if keys.same(*_hashes(key, one, secret))]
    keys.same(keys.secret_hash(key, name, secret), "")
    return fitting[0] if fitting else None


def _hashes(installation: str, candidate: Match, secret: str) -> tuple[str, str | None]:
    if old := candidate.legacy:
        return keys.legacy_hash(installation, old.part, old.name, secret), old.secret_hash
    contact = candidate.contact
    return keys.secret_hash(installation, contact.reference, secret), contact.secret_hash


def _named(name: str) -> list[Contact]:
    found = session().scalar(select(Contact).where(Contact.reference == name))
    ids = {number for hooks in contact_hooks() if (number := hooks.find_code(name)) is not None}
    others = [by_id(number) for number in sorted(ids) if found is None or number != found.id]
    return [found, *others] if found else others


def parts(contact_id: int) -> list[Part]:
    """Return everything that belongs to a contact, in the order in which it came."""
    found = [part for hooks in contact_hooks() for part in hooks.parts(contact_id)]
    return sorted(found, key=lambda part: part.at)


def devices(contact_id: int) -> Sequence[DeviceKey]:
    """Return the keys that open a contact now, the oldest first."""
    wanted = select(DeviceKey).where(DeviceKey.contact_id == contact_id, _live()).order_by(DeviceKey.id)
    return session().scalars(wanted).all()


def export(one: Contact, only: tuple[str, int] | None) -> dict[str, Any]:
    """Return everything stored of a contact as JSON, or of the `only` part that a key opens.

    Secrets and tokens are not in it: only their hashes are kept.
    """
    found: dict[str, Any] = {"reference": one.reference, "language": one.language, "communication": one.needs}
    if only is None or one.secret_hash is None:
        found |= {
            "begun_at": iso(one.begun_at), "phone": one.phone, "email": one.email, "best_time": one.best_time,
            "purpose": one.purpose, "opened_on_devices_at": [iso(key.created_at) for key in _all(one.id)],
        }  # fmt: skip
    for hooks in contact_hooks():
        found.update(hooks.export(one.id, only))
    return found


def _all(contact_id: int) -> Sequence[DeviceKey]:
    return session().scalars(select(DeviceKey).where(DeviceKey.contact_id == contact_id).order_by(DeviceKey.id)).all()
