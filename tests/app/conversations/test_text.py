import pytest

from app.conversations import text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Jó napot!  ", "Jó napot!"),
        ("egy\r\nkettő\rhárom\u2028négy", "egy\nkettő\nhárom\nnégy"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("\u202eelrejtve\u202c és \u2066ez is\u2069", "elrejtve és ez is"),
        ("lát\u200bhatat\ufefflan\u2060", "láthatatlan"),
        ("el\xadvá\u034flasztó és \u061cirány", "elválasztó és irány"),
        ("fél \ud83d betű", "fél  betű"),
        ("\U000e0041\U000e0042rejtett", "rejtett"),
        ("a\n\n\n\n\n\n\nb", "a\n\n\nb"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\t\n\u200b ", ""),
    ],
)
def test_what_can_be_read_is_kept_and_what_deceives_is_not(given, kept):
    assert text.clean(given) == kept


@pytest.mark.parametrize("sign", ["👩‍🚒", "é", "ő", "漢字", "שלום", "नमस्ते", "می‌خواهم"])
def test_signs_and_letters_of_all_languages_stay_whole(sign):
    assert text.clean(f"így: {sign}!") == f"így: {sign}!"


def test_what_is_kept_can_always_be_stored():
    everything = "".join(chr(point) for point in range(0x3000)) + "".join(
        chr(point) for point in range(0xD7F0, 0x10000)
    )
    assert text.clean(everything).encode("utf-8")


@pytest.mark.parametrize("ref", [None, 7, "", "a" * 65, "a b", "a\n", "é", "../x", ["r"]])
def test_a_ref_is_a_short_plain_name(ref):
    assert not text.is_ref(ref)
    assert text.is_ref("aZ09_-" * 10)


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("Lakcímet jelentenék be.", "Lakcímet jelentenék be."),
        ("Jó napot! Parkolási igazolványt szeretnék az édesanyámnak. Mi kell?",
         "Jó napot! Parkolási igazolványt szeretnék az édesanyámnak…"),
        ("a" * 100, "a" * 59 + "…"),
    ],
)  # fmt: skip
def test_a_message_is_known_by_its_first_words(message, topic):
    assert text.gist(message) == topic
