"""The shares of the threads, and the line of those who wait for one."""

from __future__ import annotations

import pytest

from autoleads.hooks import thread_shares
from autoleads.hooks.thread_shares import ThreadShares, Turn

KEY = "a"


@pytest.fixture
def shares() -> ThreadShares:
    """The shares of a process with four threads, of which a device may use two."""
    return ThreadShares(4)


def use_up(shares: ThreadShares, key: str, limit: int) -> None:
    while shares.take(key, limit):
        pass


def line_up(shares: ThreadShares, resumed: list[Turn]) -> Turn:
    turn = Turn(shares, KEY, shares.devices_limit)
    turn.wait_for(lambda: resumed.append(turn))
    return turn


def test_a_share_is_never_less_than_one_thread() -> None:
    shares = ThreadShares(1)

    assert (shares.tenants_limit, shares.devices_limit) == (1, 1)


def test_keys_have_shares_of_their_own(shares: ThreadShares) -> None:
    use_up(shares, KEY, shares.devices_limit)

    assert shares.take("b", shares.devices_limit)
    assert not shares.take(KEY, shares.devices_limit)
    shares.give_back(KEY)
    assert shares.take(KEY, shares.devices_limit)


def test_turns_come_in_order_and_nobody_is_served_before_those_who_wait(
    shares: ThreadShares,
) -> None:
    resumed: list[Turn] = []
    use_up(shares, KEY, shares.devices_limit)
    first, second = line_up(shares, resumed), line_up(shares, resumed)
    assert resumed == []

    shares.give_back(KEY)
    assert resumed == [first]
    assert not shares.take(KEY, shares.devices_limit)
    shares.give_back(KEY)
    assert resumed == [first, second]


def test_a_turn_comes_at_once_if_a_thread_is_free_by_then(shares: ThreadShares) -> None:
    use_up(shares, KEY, shares.devices_limit)
    shares.give_back(KEY)
    resumed: list[Turn] = []

    turn = line_up(shares, resumed)

    assert resumed == [turn]
    assert not shares.take(KEY, shares.devices_limit)


def test_a_turn_that_is_given_up_goes_to_the_next(shares: ThreadShares) -> None:
    resumed: list[Turn] = []
    use_up(shares, KEY, shares.devices_limit)
    first, second = line_up(shares, resumed), line_up(shares, resumed)

    assert first.give_up()
    shares.give_back(KEY)

    assert resumed == [second]
    assert not second.give_up()


def test_nothing_is_left_of_a_key_that_is_not_used(shares: ThreadShares) -> None:
    use_up(shares, KEY, shares.devices_limit)
    turns = [line_up(shares, []) for _ in range(3)]
    turns.pop().give_up()
    for _ in range(shares.devices_limit + len(turns)):
        shares.give_back(KEY)

    assert (shares._in_use, shares._lines) == ({}, {})


def test_a_line_that_is_long_takes_nobody_more(
    shares: ThreadShares, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread_shares, "LONGEST_LINE", 1)
    use_up(shares, KEY, shares.devices_limit)
    late = Turn(shares, KEY, shares.devices_limit)
    assert late.may_wait

    line_up(shares, [])

    assert not late.may_wait
