"""What the room plugs into the house."""

from app.core.feature import Feature
from app.events import EmailEnqueued
from app.notifications import actions, contact_emails, delivery, queries

feature = Feature(
    name="notifications",
    contact=contact_emails.hooks,
    health=queries.health,
    retention=actions.erase_old,
    every_5_seconds=delivery.deliver_if_due,
    listens={EmailEnqueued: delivery.email_enqueued},
)
