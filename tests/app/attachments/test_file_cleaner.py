import io

import pikepdf
import pytest
from PIL import Image

from app.attachments import file_cleaner
from app.attachments.file_cleaner import CleanedFile, UnfitFile, UnfitReason, clean_file
from tests.app.attachments import samples


def opened(kept: CleanedFile) -> Image.Image:
    return Image.open(io.BytesIO(kept.data))


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg")])
def test_a_photo_keeps_its_points_and_tells_nothing_else(kind, media_type):
    sent = samples.photo(kind)
    assert b"Telephone-marker" in sent
    kept = clean_file("levél.jpg", sent)
    assert kept.media_type == media_type
    for telling in (b"Telephone-marker", samples.PLACE, b"Exif", b"GPS"):
        assert telling not in kept.data
    with opened(kept) as picture:
        assert picture.size == (400, 200)
        assert not picture.getexif()
        red, blue = picture.convert("RGB").getpixel((10, 10)), picture.convert("RGB").getpixel((390, 10))
    assert red[0] > 200 > 60 > red[2]
    assert blue[2] > 200 > 60 > blue[0]


def test_a_photo_taken_sideways_stands_upright():
    with opened(clean_file("a.jpg", samples.photo(orientation=6))) as picture:
        assert picture.size == (200, 400)


def test_a_very_large_photo_becomes_as_large_as_a_letter_needs():
    with opened(clean_file("a.jpg", samples.photo(size=(6000, 1000)))) as picture:
        assert picture.size == (3000, 500)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setattr(file_cleaner, "MOST_POINTS", 10_000)
    assert clean_file("a.png", samples.photo("PNG")) == UnfitFile(UnfitReason.TOO_LARGE)


def test_a_photo_has_a_small_one_beside_it_that_tells_nothing_either():
    kept = clean_file("a.jpg", samples.photo(size=(4000, 2000), orientation=6))
    assert kept.small_size == (160, 320)
    assert len(kept.small) < 15_000
    with Image.open(io.BytesIO(kept.small)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (160, 320))
        assert not picture.getexif()
    for telling in (b"Telephone-marker", samples.PLACE, b"Exif"):
        assert telling not in kept.small


def test_a_small_picture_is_never_larger_than_its_own():
    assert clean_file("a.png", samples.photo("PNG", (80, 40))).small_size == (80, 40)


def test_what_one_can_see_through_stands_on_white():
    stream = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(stream, "PNG")
    with Image.open(io.BytesIO(clean_file("a.png", stream.getvalue()).small)) as picture:
        assert picture.getpixel((25, 25)) == (255, 255, 255)


def test_a_pdf_has_none():
    assert clean_file("a.pdf", samples.pdf()).small is None


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_a_telephones_new_kind_of_picture_is_refused_by_its_name(brand):
    assert clean_file("IMG_1.HEIC", b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 40) == UnfitFile(UnfitReason.HEIC)


def test_what_hides_behind_a_picture_is_gone():
    kept = clean_file("a.png", samples.photo("PNG") + b"<script>alert(1)</script>" + b"%PDF-1.7 MZ")
    assert b"script" not in kept.data
    assert b"MZ" not in kept.data[-20:]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"), (b"MZ\x90\x00", "kind"), (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "kind"),
        (b"<html><script>alert(1)</script>", "kind"), (b"GIF89a" + b"\x00" * 40, "kind"), (b"PK\x03\x04" * 9, "kind"),
        (samples.photo()[:900], "broken"), (b"%PDF-1.7\nnothing of a PDF", "broken"),
    ],
)  # fmt: skip
def test_the_content_counts_and_not_the_name(data, reason):
    assert clean_file("photo.jpg", data) == UnfitFile(reason)
    assert clean_file("paper.pdf", data) == UnfitFile(reason)


def test_a_pdf_forgets_its_maker():
    kept = clean_file("kérelem.pdf", samples.pdf())
    assert (kept.name, kept.media_type) == ("kérelem.pdf", "application/pdf")
    with pikepdf.open(io.BytesIO(kept.data)) as document:
        assert len(document.pages) == 1
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
        assert all(b"Maker-marker" not in bytes(thing.read_bytes()) for thing in document.objects
                   if isinstance(thing, pikepdf.Stream) and "/Length" in thing)  # fmt: skip
    assert b"Maker-marker" not in kept.data


@pytest.mark.parametrize(
    "change",
    [
        samples.with_script, samples.with_named_script, samples.with_page_action,
        samples.with_link_that_starts_a_program, samples.with_file_inside, samples.with_file_behind_a_pin,
    ],
)  # fmt: skip
def test_a_pdf_that_does_something_is_refused(change):
    assert clean_file("a.pdf", samples.pdf(change)) == UnfitFile(UnfitReason.ACTIVE)


def test_a_pdf_of_endlessly_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(file_cleaner, "MOST_OBJECTS", 200)
    assert clean_file("a.pdf", samples.pdf(samples.with_very_many_parts)) == UnfitFile(UnfitReason.TOO_LARGE)


def test_a_locked_pdf_is_refused():
    locked = samples.pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    assert clean_file("a.pdf", locked) == UnfitFile(UnfitReason.LOCKED)


def test_a_photo_in_a_pdf_forgets_its_place_too():
    sent = samples.pdf(samples.with_photo_inside)
    assert b"Telephone-marker" in sent
    kept = clean_file("a.pdf", sent)
    assert b"Telephone-marker" not in kept.data
    assert samples.PLACE not in kept.data
    with pikepdf.open(io.BytesIO(kept.data)) as document:
        inside = document.pages[0].Resources.XObject.Im0
        with Image.open(io.BytesIO(inside.read_raw_bytes())) as picture:
            picture.load()
            assert picture.size == (400, 200)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("levél.JPEG", "levél.jpg"), ("../../etc/passwd", "passwd.jpg"), ("C:\\Users\\a\\kép.png", "kép.jpg"),
        ("", "file.jpg"), (".jpg", "file.jpg"), ("rcs.\u202egpj.exe", "rcs.gpj.jpg"), ("a\r\nSet-Cookie: x.jpg", None),
        ("x" * 500 + ".jpg", "x" * 100 + ".jpg"),
    ],
)  # fmt: skip
def test_a_name_is_kept_for_people_and_steers_nothing(given, kept):
    name = clean_file(given, samples.photo()).name
    assert name == (kept or name)
    assert not set(name) & set('\r\n"/\\\u202e:')
    assert name.endswith(".jpg")
