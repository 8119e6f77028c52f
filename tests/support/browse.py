"""A test client that refuses every page with invalid markup or accessibility errors."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core import languages
from tests.support.markup import mistakes

Tags = dict[str, list[Tag]]


class Page(BeautifulSoup):
    """A page that passed the checks, with helpers to read it."""

    response: TestResponse

    @property
    def heading(self) -> str:
        """The text of the one h1."""
        return " ".join(self.h1.get_text().split())

    @property
    def words(self) -> str:
        """Everything that can be read in the main part."""
        return " ".join(self.main.get_text(" ").split())

    def link(self, text: str) -> str:
        """Where the link whose words contain `text` leads."""
        found = [a["href"] for a in self.select("a[href]") if text in " ".join(a.get_text().split())]
        assert found, f"no link says {text!r}"
        return str(found[0])

    def errors(self) -> dict[str, str]:
        """The error summary: field id to sentence."""
        return {a["href"].lstrip("#"): " ".join(a.get_text().split()) for a in self.select(".govuk-error-summary a")}

    def fields(self, form: str = "main form[method=post]") -> dict[str, str | list[str]]:
        """What the first form would send as it stands."""
        found: dict[str, str | list[str]] = {}
        for field in self.select_one(form).select("input[name], textarea[name], select[name]"):
            value = _value(field)
            if value is None:
                continue
            before = found.get(field["name"])
            several = before if isinstance(before, list) else [before]
            found[field["name"]] = value if before is None else [*several, value]
        return found


def _value(field) -> str | None:
    kind = field.get("type", "")
    if kind in {"submit", "button"} or (kind in {"radio", "checkbox"} and not field.has_attr("checked")):
        return None
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return chosen.get("value", "") if chosen else ""
    return field.get("value", "on" if kind in {"radio", "checkbox"} else "")


class Browse:
    """Opens pages in one browser session without JavaScript."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, url: str, status: int = 200, **options) -> Page:
        return self._read(self.client.get(url, follow_redirects=True, **options), status)

    def post(self, url: str, data: dict, status: int = 200, follow: bool = True, **options) -> Page:
        return self._read(self.client.post(url, data=data, follow_redirects=follow, **options), status)

    def submit(
        self, page: Page, data: dict | None = None, status: int = 200, form: str = "main form[method=post]"
    ) -> Page:
        """Fill in and send the page's form, hidden fields included."""
        element = page.select_one(form)
        url = element.get("action") or page.response.request.path
        return self.post(url, {**page.fields(form), **(data or {})}, status)

    def _read(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.status_code} instead of {status} at {response.request.path}"
        page = Page(response.text, "html.parser")
        page.response = response
        check_soundness(page, response.text)
        return page


# Pages that were found sound in this process, without the tokens in which two readings of a page differ.
SOUND: set[str] = set()
TOKEN = re.compile(r'(name="csrf_token"[^>]* value=")[^"]*')
LANDMARKS = ("header", "main", "footer")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls")
SCRIPTED = ("onclick", "onsubmit", "style")
BUTTONS = {"hidden", "submit", "button"}


def check_soundness(page: Page, source: str) -> None:
    """Raise `AssertionError` when the page breaks a rule that every page must keep."""
    known = TOKEN.sub(r"\1", source)
    if known in SOUND:
        return
    wrong = mistakes(source)
    assert not wrong, f"markup: {wrong[:3]}"
    # One pass through the page for all rules: separate selectors would parse it thirty times.
    tags: dict[str, list[Tag]] = defaultdict(list)
    # Content of a template element is no part of the page until a script inserts it.
    held = {id(tag) for template in page.find_all("template") for tag in template.find_all(True)}
    for tag in page.find_all(True):
        if id(tag) not in held:
            tags[tag.name].append(tag)
    _check_outline(page, tags)
    _check_ids_and_links(tags)
    _check_fields(tags)
    _check_scripts(tags)
    for image in tags["img"]:
        assert image.has_attr("alt"), "an image without alt"
    SOUND.add(known)


def _check_outline(page: Page, tags: Tags) -> None:
    assert page.html["lang"] in languages.tags(), "the page says no language"
    assert len(tags["h1"]) == 1, "a page has one h1"
    title = " ".join(page.title.get_text().split())
    after_error = title.partition(": ")[2]
    assert title.startswith(page.heading) or after_error.startswith(page.heading), (
        f"title {title!r} does not begin with h1 {page.heading!r}"
    )
    for landmark in LANDMARKS:
        of_the_page = [tag for tag in tags[landmark] if landmark == "main" or tag.parent.name == "body"]
        assert len(of_the_page) <= 1, f"{landmark} twice"
    assert page.main, "no main landmark"
    if any("govuk-error-summary" in tag.get("class", ()) for tag in tags["div"]):
        assert ": " in title, "an error page's title says that there is an error"


def _check_ids_and_links(tags: Tags) -> None:
    everything = list(chain.from_iterable(tags.values()))
    ids = Counter(tag["id"] for tag in everything if tag.has_attr("id"))
    twice = sorted(name for name, times in ids.items() if times > 1)
    assert not twice, f"an id is used twice: {twice}"
    for link in tags["a"]:
        if (href := link.get("href", "")).startswith("#"):
            assert href[1:] in ids, f"{href} leads nowhere"
    for tag in everything:
        for attribute in REFERENCES:
            for wanted in tag.get(attribute, "").split():
                assert wanted in ids, f"{attribute} names {wanted!r}, which is not there"


def _check_fields(tags: Tags) -> None:
    labels = {label["for"]: label for label in reversed(tags["label"]) if label.has_attr("for")}
    for field in (*tags["input"], *tags["select"], *tags["textarea"]):
        if field.name == "input" and field.get("type", "").lower() in BUTTONS:
            continue
        label = labels.get(field.get("id", ""))
        assert label, f"no label for {field.get('name')}"
        assert label.get_text().strip(), f"an empty label for {field.get('name')}"
    for form in tags["form"]:
        if form.get("method", "").lower() == "post":
            assert form.find(attrs={"name": "csrf_token"}), "a form without protection against forgery"
    for fieldset in tags["fieldset"]:
        assert fieldset.find("legend"), "a fieldset without a legend"
    for button in (*tags["button"], *tags["a"]):
        words = button.get_text().strip() or button.get("aria-label")
        assert words, f"a {button.name} without words"


def _check_scripts(tags: Tags) -> None:
    inline = [tag for tag in tags["script"] if not tag.has_attr("src") and tag.get("type") != "application/json"]
    inline += tags["style"]
    inline += [tag for tag in chain.from_iterable(tags.values()) if any(tag.has_attr(name) for name in SCRIPTED)]
    assert not inline, f"inline script or style: {inline[:2]}"
