from __future__ import annotations

from contextlib import ExitStack
from threading import Event, Thread
from time import monotonic

import pytest

from editor.wiki import Slots, WikiBusyError, WikiUnavailableError


def test_as_many_as_there_are():
    slots = Slots(limit=2, queue=0, patience_seconds=10)
    with slots.hold(), slots.hold(), pytest.raises(WikiBusyError), slots.hold():
        pass
    with slots.hold(), slots.hold():
        pass


def test_patience_ends():
    slots = Slots(limit=1, queue=1, patience_seconds=0.05)
    started = monotonic()
    with slots.hold(), pytest.raises(WikiBusyError) as caught, slots.hold():
        pass
    assert 0.05 <= monotonic() - started < 5
    assert isinstance(caught.value, WikiUnavailableError)
    assert not caught.value.may_have_been_saved


def test_without_wait_there_is_no_patience():
    slots = Slots(limit=1, queue=1, patience_seconds=10)
    with slots.hold(), pytest.raises(WikiBusyError), slots.hold(wait=False):
        pass


def test_who_waits_gets_the_slot_that_comes_free():
    slots = Slots(limit=1, queue=1, patience_seconds=10)
    got_it = Event()

    def wait():
        with slots.hold():
            got_it.set()

    with ExitStack() as held:
        held.enter_context(slots.hold())
        waiting = Thread(target=wait)
        waiting.start()
        queue = slots._queue
        assert queue is not None
        while queue.acquire(blocking=False):  # until the other thread stands there
            queue.release()
        with pytest.raises(WikiBusyError), slots.hold():
            pass
        assert not got_it.is_set()
    waiting.join(5)
    assert got_it.is_set()


def test_a_slot_comes_back_after_an_error():
    slots = Slots(limit=1, queue=0, patience_seconds=0)
    with pytest.raises(ZeroDivisionError), slots.hold():
        raise ZeroDivisionError
    with slots.hold():
        pass
