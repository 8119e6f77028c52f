"""Decides what of the town's knowledge can be sent to a citizen: a service's page, its forms, its list of papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.console import replies
from app.core import clock, content, i18n, languages
from app.core.i18n import gettext as _
from app.core.i18n import localized
from app.knowledge import queries
from app.knowledge.library import Service

SHOWN = 3
# Gives a page's whole address in a language: what is sent is read elsewhere.
Address = Callable[[str, str, str], str]


@dataclass(frozen=True)
class Offer:
    """One thing to send: its name for the form, what the button says, its symbol, and the message that it becomes."""

    name: str
    label: str
    icon: str
    text: str

    @property
    def kind(self) -> str:
        """What kind of thing it is: page, easy, form or list."""
        return self.name.partition(":")[0]


@dataclass(frozen=True)
class Matter:
    """One matter found, as the operator reads it, with what can be sent of it."""

    title: str
    lang: str
    summary: str
    fee: str
    reviewed: Any
    offers: tuple[Offer, ...]


def found(question: str, language: str, address: Address) -> list[Matter]:
    """Search as the citizen would, and return what can be sent, worded in the citizen's `language`."""
    return [_matter(hit.service, language, address) for hit in queries.search(question, language, SHOWN)]


def by_name(name: str, language: str, address: Address) -> str:
    """Return the message that an offer becomes; nothing when there is no such offer."""
    slug = name.split(":")[1] if name.count(":") >= 1 else ""
    service = next((one for one in queries.current_services() if one.slug == slug), None)
    if service is None:
        return ""
    return next((offer.text for offer in _offers(service, language, address) if offer.name == name), "")


def _matter(service: Service, language: str, address: Address) -> Matter:
    shown = service.variant(i18n.lang())
    return Matter(
        title=shown.title, lang=shown.language, summary=shown.summary, fee=shown.fee, reviewed=service.review_by,
        offers=_offers(service, language, address),
    )  # fmt: skip


def _offers(service: Service, language: str, address: Address) -> tuple[Offer, ...]:
    offers = [Offer(f"page:{service.slug}", _("Service page"), "info", _page(service, language, address))]
    easy = languages.easy_variant(language)
    if easy not in {language, ""} and easy in service.variants:
        offers.append(Offer(f"easy:{service.slug}", _("Easy to read"), "easy", _page(service, easy, address)))
    today = clock.today()
    for form in service.forms:
        if form.current(today):
            title = localized(form.title, language)
            values = {"form_title": title, "form_url": address("documents.form", form.slug, language)}
            label = _("Form: %(title)s", title=localized(form.title))
            said = _said("urlap-kuldes", language, values)
            offers.append(Offer(f"form:{service.slug}:{form.slug}", label, "form", said))
    if papers := service.variant(language).documents:
        values = {"checklist": ", ".join(_plain(paper) for paper in papers)}
        offers.append(Offer(f"list:{service.slug}", _("Checklist"), "bag", _said("lista-kuldes", language, values)))
    return tuple(offers)


def _page(service: Service, language: str, address: Address) -> str:
    with i18n.use_language(language):
        title, url = service.variant(language).title, address("knowledge.service", service.slug, language)
        return _("You can read about it here: %(title)s. %(url)s", title=title, url=url)


def _said(reply: str, language: str, values: Mapping[str, str]) -> str:
    rows: Sequence[Mapping[str, Any]] = content.load("replies.yaml")["replies"]
    texts = next(row["text"] for row in rows if row["id"] == reply)
    return str(replies.filled(texts, language, values))


def _plain(line: str) -> str:
    return line.strip().rstrip(".;,")
