"""`make i18n`: name every text that a language lacks."""

import sys

from app.core.catalogues import FOLDERS, faults, used

found = faults()
sys.stdout.write("\n".join(found or [f"All {len(used())} texts are there in {len(FOLDERS)} languages."]) + "\n")
sys.exit(1 if found else 0)
