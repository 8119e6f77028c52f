from app.chat import bot_check


def test_a_person_reads_and_writes_before_sending(app, clock):
    drawn = bot_check.stamp()
    assert not bot_check.looks_human(drawn, "")
    clock.travel("2026-11-24T16:05:03")
    assert bot_check.looks_human(drawn, "")


def test_who_fills_in_the_field_that_nobody_sees_is_no_person(app, clock):
    drawn = bot_check.stamp()
    clock.travel("2026-11-24T16:06")
    assert not bot_check.looks_human(drawn, "https://example.com")


def test_a_page_may_stay_open_for_days(app, clock):
    drawn = bot_check.stamp()
    clock.travel("2026-11-27T16:06")
    assert bot_check.looks_human(drawn, "")


def test_a_stamp_that_is_not_ours_is_worth_nothing(app, clock):
    for stamped in ("", "x", bot_check.stamp()[:-2] + "xx", "\x00", "1.2.3"):
        clock.travel("2026-11-24T16:06")
        assert not bot_check.looks_human(stamped, "")
