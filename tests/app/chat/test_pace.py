from app.chat import pace


def test_a_person_reads_and_writes_before_sending(app, clock):
    drawn = pace.stamp()
    assert not pace.like_a_person(drawn, "")
    clock.travel("2026-11-24T16:05:03")
    assert pace.like_a_person(drawn, "")


def test_who_fills_in_the_field_that_nobody_sees_is_no_person(app, clock):
    drawn = pace.stamp()
    clock.travel("2026-11-24T16:06")
    assert not pace.like_a_person(drawn, "https://example.com")


def test_a_page_may_stay_open_for_days(app, clock):
    drawn = pace.stamp()
    clock.travel("2026-11-27T16:06")
    assert pace.like_a_person(drawn, "")


def test_a_stamp_that_is_not_ours_is_worth_nothing(app, clock):
    for stamped in ("", "x", pace.stamp()[:-2] + "xx", "\x00", "1.2.3"):
        clock.travel("2026-11-24T16:06")
        assert not pace.like_a_person(stamped, "")
