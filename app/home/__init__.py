"""The start page, the privacy page, and the manifest and service worker that make the app installable."""
