"""All features of the application. Their order is that of the staff menu, the sitemap and the health report."""

from app.accounts.wiring import feature as accounts
from app.appointments.wiring import feature as appointments
from app.attachments.wiring import feature as attachments
from app.callback.wiring import feature as callback
from app.casework.wiring import feature as casework
from app.chat.wiring import feature as chat
from app.console.wiring import feature as console
from app.contacts.wiring import feature as contacts
from app.conversations.wiring import feature as conversations
from app.documents.wiring import feature as documents
from app.editing.wiring import feature as editing
from app.guard.wiring import feature as guard
from app.home.wiring import feature as home
from app.knowledge.wiring import feature as knowledge
from app.locations.wiring import feature as locations
from app.notifications.wiring import feature as notifications
from app.preferences.wiring import feature as preferences
from app.presence.wiring import feature as presence
from app.reports.wiring import feature as reports
from app.statement.wiring import feature as statement
from app.tracking.wiring import feature as tracking
from app.training.wiring import feature as training

FEATURES = (
    home,
    knowledge,
    documents,
    chat,
    callback,
    console,
    casework,
    appointments,
    tracking,
    guard,
    locations,
    preferences,
    statement,
    editing,
    training,
    reports,
    attachments,
    conversations,
    contacts,
    notifications,
    presence,
    accounts,
)
