"""The content folder is read as it stands, and a wrong file is named in one sentence."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from app.config import ROOT
from app.knowledge import key_facts, markdown
from app.knowledge.library import LibraryError, read

CONTENT = ROOT / "content"


@pytest.fixture
def folder(tmp_path):
    """A copy of the content folder that a test may spoil."""
    copy = tmp_path / "content"
    for part in ("services", "forms"):
        shutil.copytree(CONTENT / part, copy / part)
    shutil.copy(CONTENT / "life-situations.yaml", copy)
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield copy
    read.cache_clear()


def spoil(path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_every_service_has_four_variants_of_five_questions():
    library = read(CONTENT)
    assert len(library.services) == 15
    assert len(library.situations) == 12
    for service in library.services.values():
        assert set(service.variants) == {"hu", "hu-simple", "en", "de"}
        for variant in service.variants.values():
            assert [question.id for question in variant.questions] == ["k1", "k2", "k3", "k4", "k5"]
            assert all(question.text and question.html for question in (*variant.questions, *variant.details))


def test_a_missing_variant_is_read_in_the_nearest_language(folder):
    (folder / "services/ebosszeiras/hu-simple.md").unlink()
    (folder / "services/ebosszeiras/en.md").unlink()
    service = read(folder).services["ebosszeiras"]
    assert service.variant("hu-simple").language == "hu"
    assert service.variant("en").language == "hu"
    assert service.variant("de").language == "de"


def test_a_variant_inherits_the_fields_that_it_leaves_empty(folder):
    spoil(folder / "services/ebosszeiras/en.md", "fee: Free of charge.\n", "")
    assert read(folder).services["ebosszeiras"].variant("en").fee == "Ingyenes."


def test_a_service_can_be_read_from_its_first_day_to_its_review_date():
    service = read(CONTENT).services["ebosszeiras"]
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2027, 5, 31), date(2027, 6, 1)]
    assert [service.current(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("ebosszeiras/hu.md", "slug: ebosszeiras", "slug: kutya", "its slug is 'kutya'"),
        ("ebosszeiras/hu.md", "review_by: 2027-05-31", "review_by: soon", "review_by is not a date"),
        ("ebosszeiras/hu.md", "owner: Igazgatási Iroda (bemutató)\n", "", "it lacks owner"),
        ("ebosszeiras/hu.md", "forms: [ebosszeiras]", "forms: [nincs]", "no such form: nincs"),
        ("ebosszeiras/hu.md", "life_situations: [kutyam-van]", "life_situations: [macskam-van]", "macskam-van"),
        ("ebosszeiras/hu.md", "title: ", "title: [", "hu.md"),
        ("ebosszeiras/de.md", "---\n", "", "front matter"),
        ("ebosszeiras/de.md", "## Was muss ich mitbringen?", "Was muss ich mitbringen?", "de.md"),
    ],
)
def test_an_invalid_file_is_reported(folder, file, old, new, sentence):
    spoil(folder / "services" / file, old, new)
    if file.endswith("de.md") and "##" in old:
        spoil(folder / "services" / file, "## Häufige Fragen", "Häufige Fragen")
    with pytest.raises(LibraryError, match="ebosszeiras") as stopped:
        read(folder)
    assert sentence in str(stopped.value)


def test_a_file_in_an_unknown_language_is_reported(folder):
    shutil.copy(folder / "services/ebosszeiras/de.md", folder / "services/ebosszeiras/fr.md")
    with pytest.raises(LibraryError, match=r"ebosszeiras/fr.md: no such language"):
        read(folder)


def test_a_life_situation_with_a_missing_service_is_reported(folder):
    shutil.rmtree(folder / "services/fakivagas")
    with pytest.raises(LibraryError, match="names a missing service: fakivagas"):
        read(folder)


def test_markdown_keeps_no_script_and_no_foreign_tag():
    html = markdown.html("**Szia** <script>alert(1)</script> <b onclick=x>x</b> [rossz](javascript:alert(1))", "hu")
    assert html.startswith("<p><strong>Szia</strong>")
    assert "<script" not in html
    assert "<b " not in html
    assert 'href="javascript' not in html


def test_telephone_numbers_become_links():
    assert '<a class="nb" href="tel:+3623880440">23/880-440</a>-es' in markdown.html("a 23/880-440-es számon", "hu")


def test_hungarian_words_are_marked_in_foreign_texts_only():
    assert markdown.html("Go to the kormányablak.", "en") == '<p>Go to the <span lang="hu">kormányablak</span>.</p>'
    assert markdown.html("Im Kamaraerdei Közösségi Ház.", "de") == (
        '<p>Im <span lang="hu">Kamaraerdei Közösségi Ház</span>.</p>'
    )
    assert markdown.html("Café für Bürger in Budaörs", "de") == "<p>Café für Bürger in Budaörs</p>"
    assert "lang=" not in markdown.html("A kormányablak dönt.", "hu")


def test_every_idea_of_the_easy_variant_keeps_its_line():
    assert markdown.html("Egy.\nKettő.", "hu-simple") == "<p>Egy.<br>Kettő.</p>"
    assert markdown.html("Egy.\nKettő.", "hu") == "<p>Egy. Kettő.</p>"
    assert markdown.html("**Példa:** erre\n*8* nap van.\n\n- egy\n- **két** nap", "hu") == (
        "<p><strong>Példa:</strong> erre <em>8</em> nap van.</p><ul><li>egy</li><li><strong>két</strong> nap</li></ul>"
    )


def test_a_line_is_escaped_and_marked_for_the_page_that_shows_it():
    assert markdown.inline("<i> & 23/880-440", "hu", "hu-simple") == (
        '&lt;i&gt; &amp; <a class="nb" href="tel:+3623880440">23/880-440</a>'
    )
    assert markdown.inline("Ingyenes.", "hu", "en") == '<span lang="hu">Ingyenes.</span>'


@pytest.mark.parametrize(
    ("fact", "large", "small"),
    [
        ("A költözés után 3 munkanapon belül.", "A költözés után 3 munkanapon belül", ""),
        ("bármelyik kormányablak; néha az interneten", "Bármelyik kormányablak", "Néha az interneten"),
        ("Bevallás május 31-ig. Adóelőleg később.", "Bevallás május 31-ig", "Adóelőleg később."),
        ("Ez egy olyan hosszú mondat, hogy nagy betűkkel senki sem olvasná végig egyetlen pillantással.", "", None),
        ("gr. Bercsényi Zsuzsanna Városi Könyvtár", "Gr. Bercsényi Zsuzsanna Városi Könyvtár", ""),
    ],
)
def test_the_first_sentence_of_a_fact_is_its_headline(fact, large, small):
    assert key_facts.split_fact(fact) == (large, fact if small is None else small)
