"""`make i18n`: name every text that a language lacks."""

import sys

from app.core.catalogues import problems, used
from app.core.languages import LANGUAGES

wanted = used()
found = problems(LANGUAGES, wanted)
sys.stdout.write("\n".join(found or [f"All {len(wanted)} texts are there in {len(LANGUAGES)} languages."]) + "\n")
sys.exit(1 if found else 0)
