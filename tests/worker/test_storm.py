"""Many customers write at once while the gateway hangs."""

import pytest

from autoleads.dev.trials.dealers import Volume
from autoleads.dev.trials.storm import Storm, run

VOLUME = Volume(dealers=4, cars=20, leads=20, messages=20)


@pytest.mark.slow
def test_every_message_is_stored_and_public_lists_are_served() -> None:
    report = run(Storm(seconds=5, messages_rate=60, lists_rate=5, volume=VOLUME))

    assert (report.messages.requests, report.messages.errors, report.stored) == (300, 0, 300)
    assert (report.lists.requests, report.lists.errors) == (25, 0)
