"""Which states are still possible under some choices, exactly.

Unit propagation goes first, then witnesses: configurations found earlier, each of which proves all its states
at once where it agrees with the choices. What neither settles is asked of the solver, many states in one
question: as many as do not exclude each other as far as propagation sees. All this happens over the reduced
formula, and "no" is proven literal by literal.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.formula import TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.packing import Pack, Packing
from app.configuration.solver import MOST_CONFLICTS, Solver, Undecided
from app.configuration.start import Start
from app.configuration.switching import Switching

_MOST_WITNESSES: Final = 1_024
# Alternatives of thousands of features need as many configurations to show them all.
_LARGE: Final = 20_000
_MOST_WITNESSES_IF_LARGE: Final = 4_096
# A short search costs less than looking through all witnesses.
_LATEST_WITNESSES: Final = 64
_MOST_ANSWERS: Final = 2_048
_LATEST_ANSWERS: Final = 16
_LATEST_REPLACED: Final = 4
# A question about many states at once is only worth a short search.
_SHORT: Final = 100
_FEW: Final = 16
_MOST_SWITCHED: Final = 4
_MOST_PACKED: Final = 1_000_000
_MANY: Final = 1_000


class Possibilities:
    """Not thread-safe: its owner holds a lock."""

    def __init__(self, encoded: Encoded, start: Start | None = None) -> None:
        """``start``: that of an earlier one of the same formula."""
        self._reduction = start.reduction if start else encoded.reduced()
        self._sets = LiteralSets(self._reduction.last)
        self._states = self._reduction.places[encoded.variables.last : 1 : -1]
        clauses = [(TRUE,), *self._reduction.clauses] if self._reduction.possible else [()]
        self._theory = encoded.theory
        self._solver = Solver(clauses, lemma=self._lemma if self._theory else None)
        self._asked = self._both(encoded.variables.literals())
        self._pins = {self._reduction.literal(pin): pin for pin in encoded.variables.pins()}
        self._any_pin = self._sets.of(self._pins)
        self._switching = Switching(
            encoded, self._reduction, self._sets, about=start.about if start else None
        )
        self._packing = Packing(self._sets, self._solver)
        most = _MOST_WITNESSES if self._sets.size < _LARGE else _MOST_WITNESSES_IF_LARGE
        self._witnesses = deque(start.witnesses if start else (), maxlen=most)
        self._first = self._sets.of((TRUE,))
        self._excluded = OrderedDict({self._first: start.excluded} if start else {})
        self._replaced: dict[Literal, deque[tuple[LiteralSet, LiteralSet]]] = {}
        self._latest: deque[tuple[LiteralSet, LiteralSet]] = deque(maxlen=_LATEST_ANSWERS)

    def start(self) -> Start:
        """What another process need not work out again. Raises Undecided."""
        self.possible(frozenset())
        # What a pin means, it means here alone.
        witnesses = tuple(witness for witness in self._witnesses if not witness & self._any_pin)
        excluded = self._excluded[self._first] & ~self._any_pin
        return Start(self._reduction, witnesses, excluded, self._switching.about)

    def possible(self, choices: frozenset[Literal]) -> int:
        """The states that some complete configuration with these choices has, bit ``v`` for variable ``v``;
        0 if there is none.
        """
        self._switching.renew()
        wanted = self._wanted(choices)
        known = self._excluded.get(wanted)
        if known is None:
            known = self._searched(wanted, self._asked, proven=self._witnessed(wanted))
            self._excluded[wanted] = known
            self._latest.append((wanted, known))
            if len(self._excluded) > _MOST_ANSWERS:
                self._forget()
        else:
            self._excluded.move_to_end(wanted)
        return self._shown(known)

    def instead(self, choices: Iterable[Literal]) -> Callable[[Literal, Sequence[Literal]], int]:
        """Answers for a choice and the states of its attribute, which of them go with all other choices.

        ``choices`` are consistent.
        """
        kept = [self._reduction.literal(choice) for choice in choices]
        wanted = self._sets.of((TRUE, *kept))
        near: dict[LiteralSet, LiteralSet] = {}

        def answer(choice: Literal, states: Sequence[Literal]) -> int:
            literal = self._reduction.literal(choice)
            own = self._sets.of_few((literal,))
            # Another choice may say the same.
            others = wanted if literal == TRUE or kept.count(literal) > 1 else wanted & ~own
            excluded = self._excluded.get(others)
            if excluded is None:
                if not near:
                    near.update(self._witnessed_but_for_one(wanted))
                proven = own | near[0] | near.get(own & ~others, 0)
                places = [self._reduction.literal(state) for state in states]
                asked = self._sets.of_few(places) if len(places) <= _FEW else self._sets.of(places)
                excluded = self._replacing(others, asked, proven=proven, choice=choice)
            return self._shown_of(states, excluded)

        return answer

    def allows(self, choices: Sequence[Literal]) -> bool:
        """Whether some complete configuration has all of these choices."""
        literals = self._literals(choices)
        wanted = self._sets.of(literals)
        latest = islice(reversed(self._witnesses), _LATEST_WITNESSES)
        return any(witness & wanted == wanted for witness in latest) or self._solve(literals)

    def excluded(self, choices: Sequence[Literal]) -> frozenset[Literal] | None:
        """Some of the choices that cannot hold together; None if all of them can."""
        if self.allows(choices):
            return None
        first = {self._reduction.literal(choice): choice for choice in reversed(choices)}
        return frozenset(first[literal] for literal in self._solver.core() if literal in first)

    def _forget(self) -> None:
        """The answer longest unused, but never that without choices, which each session begins with."""
        self._excluded.move_to_end(self._first)
        self._excluded.popitem(last=False)

    def _searched(self, wanted: LiteralSet, asked: LiteralSet, *, proven: LiteralSet) -> LiteralSet:
        """The asked literals that do not go with the wanted ones, and maybe some more such.

        ``proven`` ones do; 0 where that is not known of any.
        """
        literals = self._sets.literals(wanted)
        consistent, follows = self._solver.propagate(literals)
        if not consistent or not (proven or self._solve(literals)):
            return self._sets.all
        given, denied = self._sets.with_denials([*literals, *follows])
        excluded = denied | self._excluded_before(wanted)
        undecided = asked & ~excluded & ~(proven or self._witnesses[-1])
        # Of two values the solver shows many in one search, of more only one.
        undecided &= ~self._switched(wanted, undecided & self._switching.wide)
        return excluded | self._refuted(literals, undecided, pack=Pack(given, denied))

    def _switched(self, wanted: LiteralSet, undecided: LiteralSet) -> LiteralSet:
        """What some of the witnesses that have all that is wanted prove beyond themselves."""
        # What numbers have against a value, only the solver asks.
        if not undecided or self._theory:
            return 0
        fitting = [
            one for one in islice(reversed(self._witnesses), _LATEST_WITNESSES) if one & wanted == wanted
        ]
        older = (one for one in reversed(self._witnesses) if one & wanted == wanted)
        found = 0
        for witness in fitting[:_MOST_SWITCHED] or islice(older, 1):
            found |= self._switching.proven(witness, wanted, undecided=undecided & ~found)
        return found

    def _replacing(
        self, others: LiteralSet, asked: LiteralSet, *, proven: LiteralSet, choice: Literal
    ) -> LiteralSet:
        """What of the asked does not go with the others; ``choice`` was made and does."""
        excluded = self._excluded_before(others)
        known = self._replaced.setdefault(choice, deque(maxlen=_LATEST_REPLACED))
        for fewer, without in known:
            if fewer & others == fewer:
                excluded |= without
        undecided = asked & ~excluded & ~proven
        undecided &= ~self._switched(others, undecided)
        if undecided:
            excluded |= self._searched(others, undecided, proven=proven)
            known.append((others, excluded))
        return excluded

    def _witnessed_but_for_one(self, wanted: LiteralSet) -> Mapping[LiteralSet, LiteralSet]:
        """What is proven by witnesses that agree with all that is wanted but one, by that one."""
        proven: dict[LiteralSet, LiteralSet] = {0: 0}
        for witness in self._witnesses:
            missing = wanted & ~witness
            if not missing & (missing - 1):
                proven[missing] = proven.get(missing, 0) | witness
        return proven

    def _refuted(self, given: list[Literal], undecided: LiteralSet, *, pack: Pack) -> LiteralSet:
        """Those of the undecided literals that do not go with the given ones."""
        wanted = self._sets.of(given)
        refuted, undecided = self._hinted(given, undecided)
        most = _MOST_PACKED
        while undecided:
            packed, union = self._packing.packed(self._sets.literals(undecided), pack, most=most)
            if len(packed) > 1 and self._attempt([*given, *packed]):
                most = _MOST_PACKED
                undecided &= ~self._witnesses[-1]
                continue
            most = max(1, len(packed) // 4)
            if len(packed) > 1:
                self._solver.prefer(self._sets.literals(union))
            if self._solve([*given, packed[0]]):
                undecided &= ~self._witnesses[-1]
                undecided &= ~self._switched(wanted, undecided & self._switching.wide)
            else:
                one = self._sets.of(packed[:1])
                refuted |= one
                undecided &= ~one
        return refuted

    def _hinted(self, given: list[Literal], undecided: LiteralSet) -> tuple[LiteralSet, LiteralSet]:
        """While very many are undecided, each search is merely told to show as many as it can: to say what
        follows from each of them would take longer. What of them is refuted, and what is still undecided.
        """
        refuted = 0
        while undecided.bit_count() > _MANY:
            literals = self._sets.literals(undecided)
            self._solver.prefer(literals)
            if self._solve([*given, literals[0]]):
                undecided &= ~self._witnesses[-1]
            else:
                one = self._sets.of_few(literals[:1])
                refuted |= one
                undecided &= ~one
        return refuted, undecided

    def _excluded_before(self, wanted: LiteralSet) -> LiteralSet:
        """What is impossible with fewer choices stays so with more."""
        excluded = self._excluded.get(self._first, 0)
        for fewer, without in self._latest:
            if fewer & wanted == fewer:
                excluded |= without
        return excluded

    def _witnessed(self, wanted: LiteralSet) -> LiteralSet:
        proven = 0
        for witness in self._witnesses:
            if witness & wanted == wanted:
                proven |= witness
        return proven

    def _attempt(self, literals: Sequence[Literal]) -> bool:
        """Like ``_solve``, but a search that takes long counts as a no."""
        try:
            return self._solve(literals, most_conflicts=_SHORT)
        except Undecided:
            return False

    def _solve(self, literals: Sequence[Literal], *, most_conflicts: int = MOST_CONFLICTS) -> bool:
        if not self._solver.solve(literals, most_conflicts=most_conflicts):
            return False
        model = self._sets.of_model(self._solver.model())
        if model & self._any_pin and self._theory:
            # Those that mean nothing yet may be true or false.
            free = [
                one
                for one in self._sets.literals(model & self._any_pin)
                if not self._theory.means(self._pins[one])
            ]
            model &= ~self._sets.of(free)
        self._witnesses.append(model)
        return True

    def _lemma(self, holds: Callable[[Literal], bool]) -> Sequence[Literal] | None:
        """What numbers have against a model, in the reduced formula's terms."""
        clause = self._theory.lemma(lambda one: holds(self._reduction.literal(one))) if self._theory else None
        return None if clause is None else [self._reduction.literal(one) for one in clause]

    def _both(self, literals: Iterable[Literal]) -> LiteralSet:
        """With their denials."""
        places = [self._reduction.literal(one) for one in literals]
        return self._sets.of([*places, *(-place for place in places)])

    def _wanted(self, choices: Iterable[Literal]) -> LiteralSet:
        return self._sets.of((TRUE, *map(self._reduction.literal, choices)))

    def _literals(self, choices: Iterable[Literal]) -> list[Literal]:
        return list(dict.fromkeys(map(self._reduction.literal, choices)))

    def _shown_of(self, states: Sequence[Literal], excluded: LiteralSet) -> int:
        """The states of one attribute; of others too where numbers read them."""
        if self._theory or len(states) > _FEW:
            return self._shown(excluded)
        possible = 0
        for state in states:
            if not excluded & self._sets.of_few((self._reduction.literal(state),)):
                possible |= 1 << state
        return possible

    def _shown(self, excluded: LiteralSet) -> int:
        if excluded == self._sets.all:
            return 0
        digits = self._sets.digits(self._sets.all & ~excluded)
        return int("".join(map(digits.__getitem__, self._states)) + "00", 2)
