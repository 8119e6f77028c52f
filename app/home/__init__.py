"""The start page, the charter, privacy, and what the browser needs to install the app."""
