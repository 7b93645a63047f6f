"""The library that this process decides with: the one in force, which is the same for all processes."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from coach.engine.matching import Rulebook
from coach.engine.playbook import Library
from coach.engine.playbook.library import content_hash
from coach.errors import InvalidPlaybook, Problem, TryAgain
from coach.library.folder import Folder, FoundLibrary
from coach.ports import Libraries, OfferedLibrary, Release

log = structlog.get_logger(__name__)

LOOK_EVERY = 2.0
"""Seconds between looks at folder and database. Authors see an edit take effect almost at once, and a busy worker
hardly spends any time on it.
"""

ReadTexts = Callable[[Mapping[str, str], str | None], Library]


@dataclass(frozen=True)
class ActiveLibrary:
    """A library in force, its compiled rulebook, and since when it is in force."""

    library: Library
    rulebook: Rulebook
    release: Release


@dataclass(frozen=True)
class LibraryStatus:
    """The status of the library. ``folder`` is the folder's library if valid; ``problems`` are the mistakes in it.

    ``unreadable`` says why this process cannot use the library in force; ``blind`` why it could not look up which one
    that is. ``not_read`` are files in the folder that look like playbooks but are not. ``path`` is the folder's path.
    """

    active: ActiveLibrary | None
    folder: Library | None = None
    problems: tuple[Problem, ...] = ()
    unreadable: str = ""
    blind: str = ""
    not_read: tuple[Problem, ...] = ()
    path: str = ""

    @property
    def set_aside(self) -> Library | None:
        """The folder's library, if another one is in force."""
        differs = self.folder and self.active and self.folder.hash != self.active.library.hash
        return self.folder if differs else None

    @property
    def sound(self) -> bool:
        """Whether the folder's own playbooks are in force, or will be with the first deal."""
        return self.folder is not None and not (self.set_aside or self.unreadable or self.blind)


class LibraryRegistry:
    """Holds the library in force, and offers the folder's library to all processes. Thread-safe.

    ``read_texts`` builds a library from texts by file. ``place`` identifies the folder among those of all processes.
    ``offers``: publish the folder's library if it is news. It is False for commands that only look, because they must
    not change what a service does.
    """

    def __init__(
        self,
        folder: Folder,
        libraries: Libraries,
        read_texts: ReadTexts,
        compile_rules: Callable[[Library], Rulebook],
        place: str,
        *,
        offers: bool = True,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._libraries = libraries
        self._read_texts = read_texts
        self._compile = compile_rules
        self._place = place
        self._offers = offers
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._next_look = 0.0
        self._offering = False
        self._before: str | None = None
        self._release: Release | None = None
        self._good: ActiveLibrary | None = None
        self._compiled: tuple[str, Rulebook] | None = None
        self._unreadable = ""
        self._blind = ""

    def current(self) -> ActiveLibrary:
        """The library to decide with. Raises TryAgain while there is no valid one, or none that can be read here."""
        state = self.state()
        if state.unreadable:
            raise TryAgain(state.unreadable)
        if state.active is None:
            raise TryAgain(f"No valid playbooks in {self._folder.path} yet; deals wait until there are.")
        return state.active

    def state(self) -> LibraryStatus:
        """The status, at most a moment old."""
        with self._lock:
            if self._monotonic() >= self._next_look:
                self._look()
            return self._state()

    def reload(self) -> tuple[Release | None, LibraryStatus]:
        """Put the folder's library in force now, news or not. Returns the release before that, and the status
        afterwards.

        Raises TryAgain if the database cannot be used.
        """
        with self._lock:
            before = self._libraries.in_force()
            self._look_into_folder(at_once=True)
            found = self._folder.found
            self._follow(self._offer(found, anyway=True) if found else before)
            return before, self._state()

    def _state(self) -> LibraryStatus:
        found = self._folder.found
        return LibraryStatus(
            self._good,
            found.library if found else None,
            self._folder.problems,
            self._unreadable,
            self._blind,
            self._folder.not_read,
            str(self._folder.path),
        )

    def _look(self) -> None:
        self._next_look = self._monotonic() + LOOK_EVERY
        try:
            current = self._libraries.in_force()
            self._look_into_folder(at_once=current is None)
            found = self._folder.found if self._offering and self._folder.settled else None
            self._follow(self._offer(found) if found else current)
            self._blind = ""
        except TryAgain as error:
            news, self._blind = str(error) != self._blind, str(error)
            self._look_into_folder(at_once=self._good is None)
            if news:  # a look every two seconds would fill the log as long as the database is away
                kept = self._good.library.hash if self._good else None
                log.warning("playbooks_not_looked_at", kept=kept, why=str(error))

    def _look_into_folder(self, *, at_once: bool) -> None:
        if not self._folder.look(at_once=at_once):
            return
        self._offering = self._offers
        self._try_out()
        if self._unreadable:
            self._release = None  # the folder may now hold the same library, in a readable form
        if unread := self._folder.not_read:
            log.warning("playbooks_not_read", files=[str(problem) for problem in unread])
        if problems := self._folder.problems:
            kept = self._release.library if self._release else None
            log.error("playbooks_invalid", kept=kept, problems=[str(problem) for problem in problems])

    def _try_out(self) -> None:
        """Compile what was read before it is offered: an unusable library must not come into force for anybody."""
        found = self._folder.found
        if found is None:
            return
        try:
            self._compiled = (found.library.hash, self._compile(found.library))
        except InvalidPlaybook as error:
            self._folder.refuse(error.problems)
        except Exception as error:
            self._folder.refuse_whole(f"cannot be used ({type(error).__name__}: {error})")

    def _rulebook(self, library: Library) -> Rulebook:
        known, rulebook = self._compiled or ("", None)
        return rulebook if rulebook and known == library.hash else self._compile(library)

    def _offer(self, found: FoundLibrary, *, anyway: bool = False) -> Release:
        """Offer the folder's library to all processes. Returns the release in force afterwards.

        An offer that was not taken is repeated at the next look, as if this process had just started. Meanwhile another
        process may have found something newer in the same folder; then the next look finds it, too.
        """
        offer = OfferedLibrary(found.library.hash, found.revision, found.texts, self._place, self._before)
        current = self._libraries.publish(offer, anyway=anyway)
        taken = current.library == offer.library
        self._offering = not taken and self._before is not None
        self._before = offer.library if taken else None
        if not taken and not self._offering:
            log.warning("playbooks_set_aside", library=offer.library, revision=offer.revision, kept=current.library)
        return current

    def _follow(self, release: Release | None) -> None:
        """Load the library in force, from the folder or, if that holds another one, from the database."""
        if release is None:
            return
        if self._release is None or release.number != self._release.number:
            self._take(release)
        elif self._good and self._good.release.number == release.number:
            self._good = replace(self._good, release=release)
        self._release = release

    def _take(self, release: Release) -> None:
        try:
            good = self._active(release)
        except TryAgain:
            raise
        except Exception as error:
            self._unreadable = (
                f"The playbooks in force (library {release.library[:12]}) cannot be read here; perhaps another version"
                f" of Coach has put them in force. Deals wait. {error}"
            )
            log.error("playbooks_unreadable", library=release.library, why=str(error))
            return
        self._good, self._unreadable = good, ""
        count = len(good.library.playbooks)
        log.info("playbooks_in_force", library=release.library, revision=release.revision, playbooks=count)

    def _active(self, release: Release) -> ActiveLibrary:
        revision = release.revision or None
        if self._good and self._good.library.hash == release.library:
            return ActiveLibrary(replace(self._good.library, revision=revision), self._good.rulebook, release)
        library = replace(self._library(release), revision=revision)
        return ActiveLibrary(library, self._rulebook(library), release)

    def _library(self, release: Release) -> Library:
        found = self._folder.found
        if found and found.library.hash == release.library:
            return found.library
        texts = self._libraries.texts(release.library)
        if content_hash(texts) != release.library:
            raise InvalidPlaybook((Problem("database", 1, 1, "Their texts are not kept there.", "file"),))
        return self._read_texts(texts, release.revision or None)
