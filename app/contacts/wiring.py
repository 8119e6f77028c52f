"""What the room plugs into the house."""

from app.contacts import address, devices, keys, needs, retention
from app.core.feature import Feature

feature = Feature(
    name="contacts",
    retention=retention.erase_old,
    jinja={
        "NEEDS": needs.NEEDS, "CONVERSATION_NEEDS": needs.CONVERSATION_NEEDS, "VISIT_NEEDS": needs.VISIT_NEEDS,
        "secret_of": devices.secret_of,
    },
    filters={"spoken": keys.spoken, "spoken_phone": address.spoken_phone},
)  # fmt: skip
