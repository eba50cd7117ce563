"""Many buyers at once, while nothing can be sent."""

from benchmarks.stock import Volume
from benchmarks.storm import Storm, run

SMALL = Volume(dealers=4, cars=20, leads=20, messages=20)


def test_every_message_is_stored_and_the_public_site_goes_on_while_the_gateway_hangs() -> None:
    report = run(Storm(seconds=5, messages_rate=60, lists_rate=5, volume=SMALL))

    assert (report.messages.requests, report.messages.errors, report.stored) == (300, 0, 300)
    assert (report.lists.requests, report.lists.errors) == (25, 0)
