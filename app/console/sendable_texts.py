"""Make texts that an operator can send about a service: its page, its forms, its checklist."""

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
# Returns the absolute URL of a page: endpoint, slug, language.
PageUrl = Callable[[str, str, str], str]


@dataclass(frozen=True)
class SendableText:
    """One text to send: its name in the form, its button's label and icon, and the message."""

    name: str
    label: str
    icon: str
    text: str

    @property
    def kind(self) -> str:
        """Return the kind: page, easy, form or list."""
        return self.name.partition(":")[0]


@dataclass(frozen=True)
class FoundService:
    """One service that was found, in the operator's language, with the texts that can be sent about it."""

    title: str
    lang: str
    summary: str
    fee: str
    reviewed: Any
    texts: tuple[SendableText, ...]


def find_services(question: str, language: str, page_url: PageUrl) -> list[FoundService]:
    """Return the services that match `question`, with texts to send in the citizen's `language`."""
    return [_service(hit.service, language, page_url) for hit in queries.search(question, language, SHOWN)]


def text_by_name(name: str, language: str, page_url: PageUrl) -> str:
    """Return the message of the sendable text with this name; empty when there is none."""
    slug = name.split(":")[1] if name.count(":") >= 1 else ""
    service = next((one for one in queries.current_services() if one.slug == slug), None)
    if service is None:
        return ""
    return next((offer.text for offer in _sendable_texts(service, language, page_url) if offer.name == name), "")


def _service(service: Service, language: str, page_url: PageUrl) -> FoundService:
    shown = service.variant(i18n.lang())
    return FoundService(
        title=shown.title, lang=shown.language, summary=shown.summary, fee=shown.fee, reviewed=service.review_by,
        texts=_sendable_texts(service, language, page_url),
    )  # fmt: skip


def _sendable_texts(service: Service, language: str, page_url: PageUrl) -> tuple[SendableText, ...]:
    texts = [SendableText(f"page:{service.slug}", _("Service page"), "info", _page(service, language, page_url))]
    easy = languages.easy_variant(language)
    if easy not in {language, ""} and easy in service.variants:
        texts.append(SendableText(f"easy:{service.slug}", _("Easy to read"), "easy", _page(service, easy, page_url)))
    today = clock.today()
    for form in service.forms:
        if form.current(today):
            title = localized(form.title, language)
            values = {"form_title": title, "form_url": page_url("documents.form", form.slug, language)}
            label = _("Form: %(title)s", title=localized(form.title))
            said = _said("urlap-kuldes", language, values)
            texts.append(SendableText(f"form:{service.slug}:{form.slug}", label, "form", said))
    if papers := service.variant(language).documents:
        values = {"checklist": ", ".join(_plain(paper) for paper in papers)}
        said = _said("lista-kuldes", language, values)
        texts.append(SendableText(f"list:{service.slug}", _("Checklist"), "bag", said))
    return tuple(texts)


def _page(service: Service, language: str, page_url: PageUrl) -> str:
    with i18n.use_language(language):
        title, url = service.variant(language).title, page_url("knowledge.service", service.slug, language)
        return _("You can read about it here: %(title)s. %(url)s", title=title, url=url)


def _said(reply: str, language: str, values: Mapping[str, str]) -> str:
    rows: Sequence[Mapping[str, Any]] = content.load("replies.yaml")["replies"]
    texts = next(row["text"] for row in rows if row["id"] == reply)
    return str(replies.fill_placeholders(texts, language, values))


def _plain(line: str) -> str:
    return line.strip().rstrip(".;,")
