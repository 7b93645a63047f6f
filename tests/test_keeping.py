import threading
from datetime import timedelta

from coach.errors import TryAgain
from coach.keeping import kept

OFTEN = timedelta(milliseconds=1)


def test_what_is_held_is_renewed_for_as_long_as_the_work_takes_even_where_a_renewal_failed() -> None:
    third = threading.Event()
    renewals: list[int] = []

    def renew() -> None:
        renewals.append(len(renewals))
        if len(renewals) == 1:
            raise TryAgain("The database is busy.")
        if len(renewals) == 3:
            third.set()

    with kept(renew, OFTEN):
        assert third.wait(60)


def test_work_that_is_done_sooner_is_never_renewed() -> None:
    renewals: list[None] = []
    with kept(lambda: renewals.append(None), timedelta(hours=1)):
        pass
    assert not renewals


def test_nothing_is_renewed_once_the_work_is_done() -> None:
    renewed = threading.Event()
    with kept(renewed.set, OFTEN):
        assert renewed.wait(60)
    for thread in threading.enumerate():
        if thread.name == "lease":
            thread.join(60)
            assert not thread.is_alive()
