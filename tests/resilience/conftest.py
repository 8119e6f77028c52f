"""Long and violent tests, run by `make resilience` only."""

import os

collect_ignore_glob = [] if os.environ.get("RESILIENCE") else ["test_*.py"]
