from app.console import placeholder_values
from app.conversations.models import Conversation
from tests.support.contacts import contact_row


def values(language):
    conversation = Conversation(contact=contact_row(language=language, reference="BKT472"))
    return placeholder_values.for_conversation(conversation, "Anna", language)


def test_what_is_known_is_said_in_the_citizens_language(app):
    hungarian, german = values("hu"), values("de")
    assert hungarian["operator"] == german["operator"] == "Anna"
    assert hungarian["contact_code"] == "BKT 472"
    assert hungarian["next_open"] == "szerda 7.00"
    assert german["next_open"] == "Mittwoch 7.00 Uhr"
    assert hungarian["office_hours"].startswith("hétfő 8.")
    assert "Hétfőn és pénteken" in hungarian["hours"]
