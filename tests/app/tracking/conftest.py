"""A citizen who has written, and somebody who answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts.queries import StaffIdentity
from app.conversations import actions
from app.conversations.actions import NewMessage, OpenedConversation, Opening
from app.conversations.models import Conversation
from app.core.db import Base, session
from app.core.security import new_token
from tests.app.conversations.conftest import employ
from tests.support.browse import Browse, Page
from tests.support.desk import somebody_at_the_desk


@dataclass(frozen=True)
class Contact:
    """One contact and what opens it."""

    opened: OpenedConversation

    @property
    def row(self) -> Conversation | None:
        return session().get(Conversation, self.opened.id, populate_existing=True)

    @property
    def path(self) -> str:
        return f"/hu/kovetes/{self.opened.contact.public_id}"

    def found_by(self, browse: Browse, lang: str = "hu") -> Page:
        """Look it up as a person does, by reference and code."""
        codes = {"reference": self.opened.reference, "secret": self.opened.contact.secret}
        return browse.submit(browse.get(f"/{lang}/kovetes"), codes)

    def answer(self, staff: StaffIdentity, body: str) -> None:
        actions.take(staff, self.opened.public_id)
        actions.post_message(NewMessage(self.opened.id, new_token(), body, staff, self.opened.reference))

    def end(self) -> None:
        actions.end(self.row)


@pytest.fixture
def anna(app) -> StaffIdentity:
    return employ("Anna K.", "operator")


@pytest.fixture
def contact(app) -> Contact:
    """A question in opening hours, with somebody at the desk."""
    somebody_at_the_desk()
    return begun()


def begun(channel: str = "chat", body: str = "Elköltöztem, hol jelentsem be?", **more) -> Contact:
    return Contact(actions.open_conversation(Opening(channel=channel, language="hu", body=body, **more)))


def letters(settings) -> list[Path]:
    """Return what lies in the outbox."""
    return sorted((settings.data_dir / "outbox").glob("*"))


def stored(word: str) -> list[str]:
    """Name the tables in which the word stands anywhere."""
    found = []
    for name, table in Base.metadata.tables.items():
        for row in session().execute(select(table)):
            found += [name] if word.lower() in str(tuple(row)).lower() else []
    return found
