"""The statement's facts agree with each other, whoever changes them."""

from __future__ import annotations

import re

import pytest

from accessibility.statement import FILE, StatementError, read, statement

SOURCE = FILE.read_text("utf-8")


def test_the_statement_of_this_service_can_be_read():
    assert statement().gaps_of("non-compliance")


@pytest.mark.parametrize(
    ("pattern", "instead", "fault"),
    [
        (r'status = "partial"', 'status = "excellent"', "none of full, partial, none"),
        (r'status = "partial"', 'status = "full"', "does not agree with the gaps"),
        (r"prepared = 2026-11-20", "prepared = 2027-01-01", "reviewed after it was prepared"),
        (r"prepared = 2026-11-20", 'prepared = "soon"', "prepared is no date"),
        (r'kind = "out-of-scope"', 'kind = "forgotten"', "kind of gap 'forgotten'"),
        (r'de = "Selbst[^\n]*', 'de = ""', "method lacks de"),
        (r"\[\[standard\]\]\nname = [^\n]*\n", "", "by which method and standard"),
    ],
)
def test_a_statement_that_contradicts_itself_is_refused(pattern: str, instead: str, fault: str):
    changed, times = re.subn(pattern, instead, SOURCE)
    assert times
    with pytest.raises(StatementError, match=re.escape(fault)):
        read(changed)
