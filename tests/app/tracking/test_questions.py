"""Each citizen is asked one question, and every question is asked."""

from __future__ import annotations

import pytest

from app.tracking.questions import ORDER, QUESTIONS, question_of
from tests.app.tracking.conftest import begun
from tests.support.browse import Browse


def test_three_contacts_in_a_row_are_asked_three_questions():
    assert {question_of(number) for number in (7, 8, 9)} == set(ORDER) == set(QUESTIONS)
    assert question_of(10) == question_of(7)


@pytest.mark.parametrize("nth", range(3))
def test_the_page_asks_the_question_that_the_answer_is_counted_for(app, nth: int):
    contact = [begun() for _number in range(nth + 1)][-1]
    browse = Browse(app.test_client())
    contact.found_by(browse)
    contact.end()
    legend = browse.get(f"{contact.path}/ertekeles").select_one("legend").get_text(strip=True)
    assert legend == str(QUESTIONS[question_of(contact.row.id)])
