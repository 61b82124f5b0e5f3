"""The best schedule of purchases: mixed-integer linear programming with HiGHS and Benders' decomposition.

Variables: ``x[p]``, whether purchase p is made (an option with its first year); ``z[b,t]``, whether Building Block b
is in operation in year t, the sum of its purchases that end by then; ``w[i,t]``, what part i of what waits counts in t.

    maximise    sum of factor[t] · w[i,t] - a millionth · discounted cost of the purchases
    subject to  z[b,t] ≤ 1                      one approach, once
                z[b,t] ≤ z[c,t]                 for each prerequisite c of b
                w[i,t] ≤ the bounds of worth.py, added where a solution claims more than it is worth
                cost and teams of the purchases under way in t within their limits

The bounds are exact at the solution that they were made for, so the loop ends with a solution that is worth what it
claims, which no other can exceed. The size of the program depends on Building Blocks and years, not on the number of
services. Cost, as a share of all that could be spent, decides between schedules whose values differ by less than a
millionth of all that waits: so nothing is bought that unlocks nothing, or sooner than it is needed.

Source of the method: J. F. Benders, Partitioning procedures for solving mixed-variables programming problems,
Numerische Mathematik 4 (1962).
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

import highspy
import numpy as np

from graph_service.model.procurement import Problem, Purchase, Schedule
from graph_service.services.procurement.worth import Numbers, Worth

#: Seconds after which the best schedule so far is taken, with its gap.
SECONDS = 6.0
#: A difference of worth, as a share of all that waits, that counts as none.
_NONE = 1e-10
#: What all the money counts, as a share of all that waits.
_THRIFT = 1e-6
#: Bounds are made from fractional solutions as long as they lower the best value by this share.
_COARSE = 1e-4

_INFINITY = highspy.kHighsInf


def best(problem: Problem, *, seconds: float = SECONDS, total: float | None = None) -> Schedule:
    """The schedule of the highest value and, among those, of the lowest discounted cost.

    ``total`` limits the cost of all years together. Where time runs out, the gap of the schedule is above 0.
    """
    program = _Program(problem, monotonic() + seconds, total)
    if not program.worth.total:
        return Schedule(problem, (), 0.0)
    program.bound_fractions()
    return program.solve()


class _Program:
    """The program of a problem: columns are first x, then z, then w."""

    def __init__(self, problem: Problem, deadline: float, total: float | None) -> None:
        self.problem = problem
        self.purchases = problem.purchases
        self.blocks = sorted(problem.obtainable)
        self.worth = Worth(problem, self.blocks)
        self._deadline = deadline
        self._years = len(problem.years)
        self._unit = max((option.cost for option in problem.options), default=0.0) or 1.0
        self._money = sum(problem.budget * problem.factor(year) for year in problem.years) or 1.0
        self._first_z = len(self.purchases)
        self._first_w = self._first_z + len(self.blocks) * self._years
        self._columns = self._first_w + self.worth.parts * self._years
        self._solver = self._new_solver()
        self._state_operation()
        self._state_limits(total)
        self._add_cuts(np.zeros((len(self.blocks), self._years)), np.full((self.worth.parts, self._years), np.inf))

    def bound_fractions(self) -> None:
        """Make the bounds that matter, from solutions in which purchases may be made in part: these are quick."""
        claimed = _INFINITY
        while monotonic() < self._deadline:
            self._run()
            value = self._solver.getInfo().objective_function_value
            if not self._add_cuts(*self._solution()) or value > claimed * (1 - _COARSE):
                break
            claimed = value
        places = np.arange(len(self.purchases), dtype=np.int32)
        whole = np.full(len(places), highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(len(places), places, whole)

    def solve(self) -> Schedule:
        """The best schedule that was found, and the value that none can exceed."""
        found, bound = Schedule(self.problem, ()), _INFINITY
        while True:
            self._run_whole()
            bound = min(bound, self._solver.getInfo().mip_dual_bound)
            made = self._made()
            if made is not None:
                found = max(found, made, key=self._merit)
            if made is None or not self._add_cuts(*self._solution()) or monotonic() > self._deadline:
                missed = max(0.0, bound - self._merit(found)) * self.worth.total
                return Schedule(self.problem, found.purchases, found.value + missed)

    def _merit(self, schedule: Schedule) -> float:
        """What is maximised, of a schedule."""
        return schedule.value / self.worth.total - _THRIFT * schedule.discounted_cost / self._money

    def _new_solver(self) -> highspy.Highs:
        """The solver with all columns; one thread and a fixed seed give the same answer in each run."""
        solver = _Quiet()  # type: ignore[no-untyped-call]
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        feasibility = [f"{kind}_feasibility_tolerance" for kind in ("mip", "primal", "dual")]
        for name in ("mip_rel_gap", "mip_abs_gap", *feasibility):
            solver.setOptionValue(name, _NONE)
        upper = np.ones(self._columns)
        upper[self._first_w :] = _INFINITY
        solver.addVars(self._columns, np.zeros(self._columns), upper)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        factors = enumerate(map(self.problem.factor, self.problem.years))
        objective = np.zeros(self._columns)
        for t, factor in factors:
            objective[[self._w(part, t) for part in range(self.worth.parts)]] = factor
        objective[: len(self.purchases)] = [-_THRIFT * self._discounted(p) / self._money for p in self.purchases]
        solver.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), objective)
        return solver

    def _state_operation(self) -> None:
        """A Building Block is in operation once one of its purchases has ended, and its prerequisites are."""
        place = {block: number for number, block in enumerate(self.blocks)}
        for block in self.blocks:
            for t, year in enumerate(self.problem.years):
                ended = [n for n, p in enumerate(self.purchases) if p.block == block and p.end <= year]
                self._row({self._z(place[block], t): 1.0, **dict.fromkeys(ended, -1.0)}, lower=0.0, upper=0.0)
                for other in sorted(self.problem.prerequisites.get(block, ())):
                    self._row({self._z(place[block], t): 1.0, self._z(place[other], t): -1.0}, upper=0.0)

    def _state_limits(self, total: float | None) -> None:
        """Money and teams of each year, and money of all years."""
        for year in self.problem.years:
            under_way = {n: p for n, p in enumerate(self.purchases) if year in p.span}
            costs = {n: p.yearly_cost / self._unit for n, p in under_way.items()}
            self._row(costs, upper=self.problem.budget / self._unit)
            if self.problem.teams is not None:
                teams = {n: float(p.option.teams) for n, p in under_way.items()}
                self._row(teams, upper=float(self.problem.teams))
        if total is not None:
            costs = {n: p.option.cost / self._unit for n, p in enumerate(self.purchases)}
            self._row(costs, upper=total / self._unit)

    def _add_cuts(self, z: Numbers, claimed: Numbers) -> int:
        """Add the bounds that a solution breaks; how many."""
        added = 0
        for t in range(self._years):
            for cut in self.worth.cuts(z[:, t], claimed[:, t], _NONE):
                terms = {self._z(block, t): -weight for block, weight in zip(cut.blocks, cut.weights, strict=True)}
                self._row({self._w(cut.part, t): 1.0, **terms}, upper=cut.constant)
                added += 1
        return added

    def _solution(self) -> tuple[Numbers, Numbers]:
        """The values of z and w in the last solution, by year."""
        values = np.array(self._solver.getSolution().col_value)
        z, w = values[self._first_z : self._first_w], values[self._first_w :]
        return z.reshape(len(self.blocks), self._years), w.reshape(self.worth.parts, self._years)

    def _made(self) -> Schedule | None:
        """The purchases of the last solution, or ``None`` where there is no solution."""
        if self._solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = self._solver.getSolution().col_value
        made = sorted(p for n, p in enumerate(self.purchases) if round(values[n]))
        return Schedule(self.problem, tuple(made))

    def _run_whole(self) -> None:
        """Solve from nothing.

        HiGHS 1.16 may report as best what a solution to start from became in presolve, but give it as it was before.
        """
        self._solver.clearSolver()
        self._run()

    def _run(self) -> None:
        left = max(0.1, self._deadline - monotonic())
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self._solver.run()

    def _row(self, terms: Mapping[int, float], *, lower: float = -_INFINITY, upper: float = _INFINITY) -> None:
        columns = np.fromiter(terms, dtype=np.int32)
        self._solver.addRow(lower, upper, len(terms), columns, np.fromiter(terms.values(), dtype=np.float64))

    def _discounted(self, purchase: Purchase) -> float:
        return sum(purchase.yearly_cost * self.problem.factor(year) for year in purchase.span)

    def _z(self, block: int, t: int) -> int:
        return self._first_z + block * self._years + t

    def _w(self, part: int, t: int) -> int:
        return self._first_w + part * self._years + t


class _Quiet(highspy.Highs):
    """HiGHS greets on standard output unless it is silenced before its constructor's own calls."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]
