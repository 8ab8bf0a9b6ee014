"""Signals: the first asks, what goes on too long is cut short, the second ends the process."""

import os
import signal
import threading

import pytest

from sync.cli.boundary import stop_on_signals
from sync.errors import InterruptedRunError


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_to_stop_and_raises_nothing(number: signal.Signals) -> None:
    with stop_on_signals() as stop:
        os.kill(os.getpid(), number)

        assert stop.is_set()


def test_what_goes_on_after_that_is_cut_short() -> None:
    with stop_on_signals(patience=0.05):
        os.kill(os.getpid(), signal.SIGTERM)

        with pytest.raises(InterruptedRunError, match="asked to stop"):
            threading.Event().wait(30)


def test_what_is_begun_then_to_leave_things_in_order_is_cut_short_too() -> None:
    cuts = 0
    with stop_on_signals(patience=0.05):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(2):
            try:
                threading.Event().wait(30)
            except InterruptedRunError:
                cuts += 1

    assert cuts == 2


def test_a_second_signal_ends_the_process() -> None:
    with stop_on_signals():
        os.kill(os.getpid(), signal.SIGTERM)

        with pytest.raises(SystemExit) as caught:
            os.kill(os.getpid(), signal.SIGTERM)

    assert caught.value.code == 130


def test_nothing_is_left_behind() -> None:
    kept = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)]

    with stop_on_signals():
        os.kill(os.getpid(), signal.SIGTERM)

    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)] == kept
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
