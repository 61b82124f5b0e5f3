"""What a run of ``scale.py`` found, and what that says of its targets."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from changes import Changed, Validated
from measuring import Measured, Question, Taken
from peers import LIMIT

#: Our service as it is asked: from its copy in memory, and from disk.
OURS, DISK = "ours", "ours, disk"
#: The engines that ours are compared with, in the order of columns.
CONVENTIONAL = ("Oxigraph", "Virtuoso", "Jena")
#: Seconds in which a named query should be answered, and how many times faster than Oxigraph aggregates should be.
SECONDS, TIMES = 2.0, 5.0


@dataclass(frozen=True)
class Load:
    """What filling a store took, how many statements it holds then, and how many MB on disk."""

    what: str
    statements: int
    taken: Taken
    disk: int = 0


@dataclass
class Asked:
    """What an engine did: the seconds of its start, the MB it held then, after the questions and at most; its answers.

    ``is_whole`` tells whether it counts as many statements as our default graph, ``empty`` is a query that
    asks nothing.
    """

    version: str
    steps: Mapping[str, float]
    loaded: int = 0
    most: int = 0
    after: int = 0
    is_whole: bool = False
    empty: Measured = field(default_factory=Measured)
    answers: dict[str, Measured] = field(default_factory=dict)


@dataclass
class Size:
    """What was measured with so many services; ``engines`` by name, without those that aren't installed."""

    services: int
    statements: int = 0
    loads: list[Load] = field(default_factory=list)
    exports: tuple[Taken, Taken] | None = None
    engines: dict[str, Asked] = field(default_factory=dict)
    changed: Changed | None = None
    validated: Validated | None = None

    def answer(self, engine: str, question: Question) -> Measured | None:
        """What the engine gave, if it was asked."""
        return self.engines[engine].answers.get(question.name) if engine in self.engines else None


@dataclass(frozen=True)
class Ratio:
    """How many times; at least that many (or, of a part, at most) where what is compared with was over its limit."""

    number: float
    is_bound: bool = False


def compared(ours: Measured | None, other: Measured | None) -> Ratio | None:
    """How many times as long the other takes as ours; none where one can't be compared.

    An answer with another number of rows is one to another question.
    """
    if ours is None or other is None or ours.problem or other.problem == "error":
        return None
    if other.problem:
        return Ratio(LIMIT / ours.seconds, is_bound=True)
    return Ratio(other.seconds / ours.seconds) if other.rows == ours.rows else None


@dataclass(frozen=True)
class Verdict:
    """One named query at one size: against the fastest conventional engine, and against Oxigraph."""

    question: Question
    ours: Measured
    fastest: Ratio | None
    oxigraph: Ratio | None
    differing: tuple[str, ...]

    @property
    def is_quick(self) -> bool:
        """Whether it took less than it should at most."""
        return not self.ours.problem and self.ours.seconds < SECONDS

    @property
    def is_no_slower(self) -> bool:
        """Whether no conventional engine that gives as many rows was faster."""
        return not self.ours.problem and (self.fastest is None or self.fastest.number >= 1)

    @property
    def is_ahead(self) -> bool:
        """Whether Oxigraph takes as many times as long as it should for an aggregate."""
        return not self.ours.problem and self.oxigraph is not None and self.oxigraph.number >= TIMES

    @property
    def missed(self) -> list[str]:
        """Which targets it misses, in few words."""
        told = [] if self.is_quick else [f"over {SECONDS:g} s"]
        told += [] if self.is_no_slower else ["slower"]
        return told + (["under 5 times"] if self.question.is_aggregate and not self.is_ahead else [])


def judged(size: Size, questions: Sequence[Question]) -> list[Verdict]:
    """A verdict of each question."""
    return [_verdict(size, question) for question in questions]


def _verdict(size: Size, question: Question) -> Verdict:
    ours = size.answer(OURS, question) or Measured(problem="error")
    others = {name: size.answer(name, question) for name in (*CONVENTIONAL, DISK, "rdflib")}
    ratios = [ratio for name in CONVENTIONAL if (ratio := compared(ours, others[name]))]
    differing = [name for name, other in others.items() if other and not other.problem and other.rows != ours.rows]
    fastest = min(ratios, key=lambda ratio: (ratio.is_bound, ratio.number), default=None)
    return Verdict(question, ours, fastest, compared(ours, others["Oxigraph"]), tuple(differing))


def median_ratio(size: Size, engine: str, questions: Iterable[Question]) -> Ratio | None:
    """The median of how many times as long an engine takes as ours; a bound where the middle one is over its limit."""
    ratios = [r for q in questions if (r := compared(size.answer(OURS, q), size.answer(engine, q)))]
    if not ratios:
        return None
    ratios.sort(key=lambda ratio: ratio.number)
    number = statistics.median(ratio.number for ratio in ratios)
    return Ratio(number, any(ratio.is_bound and ratio.number <= number for ratio in ratios))
