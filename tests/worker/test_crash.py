"""Workers killed again and again, and the database once, in the middle of a queue."""

from benchmarks.crash import Trial, run


def test_no_message_is_lost_or_sent_twice_whatever_is_killed() -> None:
    report = run(Trial(messages=150, workers=2, kills=6, dealers=3, leads=10, late_seconds=None))

    assert (report.lost, report.doubled, report.disordered) == (0, 0, 0)
    assert report.statuses.total() == 150
    assert set(report.statuses) == {"accepted", "unknown"}
