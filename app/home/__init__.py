"""The start page, privacy, and what the browser needs to install the app."""
