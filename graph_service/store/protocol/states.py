"""The state of a store that several processes write to: who may write, which write was the last, what became of one."""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.errors import Overloaded, StoreUnavailable
from graph_service.store.protocol import updates
from graph_service.store.protocol.endpoint import Endpoint, Rejected
from graph_service.store.protocol.updates import FIRST, FREE, Hidden, State

#: For how many seconds the state is taken to be what it was; what is written here is seen at once.
FRESH = 0.2
#: After how many seconds the turn of a process that died goes to another.
TURN_SECONDS = 15.0
#: For how many seconds the fate of a write is looked for.
SETTLE_SECONDS = 20.0
#: How long the engine may take to tell the state; many requests wait for it.
_ASK_SECONDS = 5.0
_LOOK_AGAIN = 0.05
_REJECTIONS = 3


class States:
    """The state of the store at ``endpoint``; safe to use from many threads."""

    def __init__(self, endpoint: Endpoint, hidden: Hidden, patience: float) -> None:
        self._endpoint = endpoint
        self._hidden = hidden
        self._patience = patience
        self._lock = threading.Lock()
        self._known = State(FIRST, 0)
        self._known_at = float("-inf")
        self._asking = threading.Lock()
        self._failed: StoreUnavailable | None = None
        self._failed_at = float("-inf")
        self._mine = threading.local()
        self._turns = threading.Lock()
        self._made: set[str] = set()  # marks made here that may still be there

    def at_hand(self) -> State | None:
        """The state where it is known: in a turn that of its start or of the last write in it, else for a moment."""
        held: State | None = getattr(self._mine, "state", None)
        with self._lock:
            return held or (self._known if time.monotonic() < self._known_at + FRESH else None)

    def now(self) -> State:
        """The state at hand, or asked of the engine; what that can't tell is not asked for by everybody at once.

        :raises StoreUnavailable: where it can't be asked, or couldn't a moment ago.
        """
        if state := self.at_hand():
            return state
        with self._asking:
            if state := self.at_hand():
                return state
            if self._failed and time.monotonic() < self._failed_at + FRESH:
                raise StoreUnavailable(str(self._failed))
            try:
                return self.latest()
            except StoreUnavailable as error:
                self._failed, self._failed_at = error, time.monotonic()
                raise

    def latest(self) -> State:
        """The state, asked of the engine."""
        return self._ask()[0]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn to write: what is read within is the state that is written on. Turns of one thread may nest.

        :raises Overloaded: where others have it for too long.
        """
        if getattr(self._mine, "state", None):
            yield
            return
        if not self._turns.acquire(timeout=self._patience):
            raise Overloaded("Another change takes long. Try again later; nothing was changed.")
        try:
            try:
                self._take()
                self._mine.state = self.latest()
                yield
            finally:
                self._mine.state = None
                self._give_back()
        finally:
            self._turns.release()

    def move(self, generation: int, added: Collection[Quad], removed: Collection[Quad]) -> State:
        """Write these statements, wholly or not at all, and with them the new state; only in a turn.

        :raises Overloaded: where another process wrote since the turn began; nothing was written then.
        :raises StoreUnavailable: where the engine doesn't take it, or its fate can't be found out.
        """
        old, new = self.now(), State(f"urn:uuid:{uuid.uuid4()}", generation)
        engine, hidden = self._endpoint.engine, self._hidden
        if len(added) + len(removed) <= engine.quads:
            self._carry_out(updates.write(engine, hidden, old, new, added, removed), old, new)
        else:
            stages: list[str] = []
            try:
                pairs = [self._bring(new, quads, stages) for quads in (added, removed)]
                self._carry_out(updates.write_staged(hidden, old, new, *pairs), old, new)
            finally:
                with suppress(StoreUnavailable):
                    self._endpoint.update(updates.drop(stages))
        self._mine.state = new
        return new

    def _take(self) -> None:
        """Take the turn: make a mark, and have the turn if nobody else's is there then.

        Some engines let in the marks of several servers that ask at once. Whoever came later sees the other's; since
        nobody can tell whether that has the turn, each then takes its own back, and tries again after a while.
        """
        until = time.monotonic() + self._patience
        while True:
            marks = self._marks()
            if not self._others(marks):
                mine = f"{secrets.token_hex(8)} {time.time() + TURN_SECONDS:.0f}"
                self._made.add(mine)
                self._endpoint.update(updates.pass_turn(self._hidden, min(marks), mine))
                marks = self._marks()
                if mine in marks and not self._others(marks):
                    return
                self._give_back()
            if time.monotonic() > until:
                raise Overloaded("Another server's change takes long. Try again later; nothing was changed.")
            time.sleep(_LOOK_AGAIN * (0.5 + secrets.randbelow(100) / 100))

    def _others(self, marks: Collection[str]) -> list[str]:
        """The marks of other servers whose time is not over."""
        now = time.time()
        return [m for m in marks if m != FREE and m not in self._made and now <= float(m.partition(" ")[2])]

    def _give_back(self) -> None:
        """Give the turn back; what the engine doesn't take now is taken for one's own later, or ends by itself."""
        with suppress(StoreUnavailable):
            for mark in list(self._made):
                self._endpoint.update(updates.pass_turn(self._hidden, mark, FREE))
                self._made.discard(mark)

    def _marks(self) -> list[str]:
        """Whose turn it is: the marks that are there; a store that was never written to is begun."""
        for _ in range(2):
            marks = [str(row["turn"].value) for row in self._endpoint.rows(updates.ask_turn(self._hidden))]
            if marks:
                return marks
            self._endpoint.update(updates.begin(self._hidden))
        raise StoreUnavailable("The engine takes updates and doesn't keep them. May this service write there?")

    def _ask(self, write: str = FIRST) -> tuple[State, bool]:
        """The state, and whether ``write`` was carried out.

        :raises StoreUnavailable: where the engine can't be asked, or let two writes pass that were made for one state.
        """
        asked = time.monotonic()
        found: dict[State, bool] = {}
        for row in self._endpoint.rows(updates.ask_state(self._hidden, write), most=_ASK_SECONDS):
            name, number = row["write"], row["generation"]
            if isinstance(name, NamedNode) and isinstance(number, Literal):
                found[State(name.value, int(number.value))] = row["done"] is not None
        if len(found) > 1:  # a store that two processes began at once
            found.pop(State(FIRST, 0), None)
        if len(found) > 1:
            raise StoreUnavailable(
                "The engine let two changes pass where one had to wait. Set its isolation of transactions as "
                "docs/how-to/run-on-a-sparql-engine.md says, and restore the last backup."
            )
        [(state, done)] = found.items() or [(State(FIRST, 0), False)]
        self._know(state, asked)
        return state, done

    def _know(self, state: State, asked: float) -> None:
        with self._lock:
            if asked >= self._known_at:  # an answer that was overtaken says nothing
                self._known, self._known_at = state, asked

    def _bring(self, new: State, quads: Collection[Quad], stages: list[str]) -> list[tuple[str, str]]:
        """Bring the statements of a large write to graphs of their own; pairs of these and where they shall go."""
        engine, hidden = self._endpoint.engine, self._hidden
        by_place: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            by_place[updates.place_of(engine, hidden, quad)].append(quad)
        pairs = []
        for place, held in by_place.items():
            stage = hidden.stage(new.write, len(stages))
            stages.append(stage)
            pairs.append((stage, place))
            for text in updates.bring(engine, stage, held):
                self._endpoint.update(text)
        return pairs

    def _carry_out(self, text: str, old: State, new: State) -> None:
        """Send the update until its fate is known: it does nothing where it was carried out already, or can't be.

        :raises Overloaded: where another write came first.
        :raises StoreUnavailable: where the engine rejects it, or its fate can't be found out in time.
        """
        until, rejections = time.monotonic() + SETTLE_SECONDS, 0
        while True:
            told: StoreUnavailable | None = None
            try:
                self._endpoint.update(text)
            except StoreUnavailable as error:
                told = error
                rejections += isinstance(error, Rejected)
            try:
                now, done = self._ask(new.write)
            except StoreUnavailable as error:
                if time.monotonic() > until:
                    raise StoreUnavailable(
                        f"{error} Whether the change was carried out is not known: send it again with the same "
                        "Idempotency-Key, or look at /changes first."
                    ) from told
            else:
                if done:
                    return
                if now.write != old.write:
                    raise Overloaded("Another server changed the data meanwhile. Nothing was changed; try again.")
                if rejections >= _REJECTIONS or time.monotonic() > until:
                    raise told or StoreUnavailable("The engine takes the change and doesn't carry it out.")
            time.sleep(_LOOK_AGAIN)
