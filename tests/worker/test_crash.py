"""Workers are killed again and again, and the database once, in the middle of a queue."""

import pytest

from autoleads.dev.trials.crash import Trial, run

TRIAL = Trial(messages=150, workers=2, kills=6, dealers=3, leads=10, late_seconds=None)


@pytest.mark.slow
def test_no_message_is_lost_doubled_or_out_of_order() -> None:
    report = run(TRIAL)

    assert (report.lost, report.doubled, report.disordered) == (0, 0, 0)
    assert report.statuses.total() == TRIAL.messages
    assert set(report.statuses) == {"accepted", "unknown"}
