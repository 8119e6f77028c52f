"""The tags of the product's languages, for tests that look at every one of them."""

from app.core.languages import LANGUAGES as RECORDS

LANGUAGES = tuple(language.tag for language in RECORDS)
