"""Which states of one part of a product are still possible under some choices, exactly.

Unit propagation goes first, then witnesses: configurations found earlier, each of which proves all its states
at once where it agrees with the choices. What neither settles is asked of the solver, many states in one
question: as many as do not exclude each other as far as propagation sees. All this happens over the reduced
formula, and "no" is proven literal by literal.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.finder import Finder
from app.configuration.formula import TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.need_answers import NeedAnswers
from app.configuration.packing import Pack, Packing
from app.configuration.parting import Known, Part
from app.configuration.row_sets import RowSet
from app.configuration.spoken import Spoken
from app.configuration.switching import Switching
from app.configuration.variables import States

_MOST_ANSWERS: Final = 2_048
_MOST_FIRST_ANSWERS: Final = 300
_LATEST_ANSWERS: Final = 16
_LATEST_REPLACED: Final = 4
_FEW: Final = 16
_MOST_SWITCHED: Final = 4
_MOST_PACKED: Final = 1_000_000
_MANY: Final = 1_000
_MOST_ATTEMPTS: Final = 2


class Component:
    """Not thread-safe: its owner holds a lock."""

    def __init__(self, encoded: Encoded, part: Part, known: Known, spoken: Spoken) -> None:
        self._reduction = reduction = part.reduction
        self._sets = LiteralSets(reduction.last)
        self._states = part.own[encoded.variables.last : 1 : -1]
        self._has_theory = encoded.theory is not None
        self._tables = part.tables
        self._finder = finder = Finder(encoded, part, known, self._sets)
        self._switching = Switching(encoded, reduction, self._sets, spoken=spoken, tables=self._tables)
        self._packing = Packing(self._sets, finder.solver, self._tables)
        self._needs = NeedAnswers(encoded, reduction, self._sets, finder.witnesses, finder.find, spoken)
        self._asked = self._both(encoded.variables.literals()) & ~self._needs.literals
        self._first = self._wanted(frozenset())
        first = {} if known.excluded is None else {self._first: known.excluded}
        self._excluded = OrderedDict({**first, **dict(known.answers)})
        self._replaced: dict[Literal, deque[tuple[LiteralSet, LiteralSet]]] = {}
        self._latest: deque[tuple[LiteralSet, LiteralSet]] = deque(maxlen=_LATEST_ANSWERS)
        self._last_shown = (-1, 0)

    @property
    def worn(self) -> bool:
        """Whether it is better made anew."""
        return self._finder.worn

    def known(self) -> Known:
        """What another process need not work out again. Raises Undecided."""
        self.possible(frozenset())
        # What a pin means, it means here alone.
        any_pin = self._finder.any_pin
        witnesses = tuple(witness for witness in self._finder.witnesses if not witness & any_pin)
        excluded = self._excluded[self._first] & ~any_pin
        return Known(witnesses, excluded, tuple(self._first_answers()))

    def _first_answers(self) -> Iterator[tuple[LiteralSet, LiteralSet]]:
        """To single choices, those of the last of them that were asked about."""
        single = (
            (wanted, excluded & ~self._finder.any_pin)
            for wanted, excluded in reversed(self._excluded.items())
            if wanted & self._first == self._first and (wanted & ~self._first).bit_count() == 1
            if not wanted & self._finder.any_pin and excluded != self._sets.all
        )
        return islice(single, _MOST_FIRST_ANSWERS)

    def possible(self, choices: frozenset[Literal]) -> int | None:
        """Its states that some complete configuration with these choices has, bit ``v`` for variable ``v``;
        None if there is none. Which answers to a need are among them, ``answers`` says.
        """
        wanted = self._wanted(choices)
        known = self._excluded.get(wanted)
        if known is None:
            known = self._searched(wanted, self._asked, proven=self._finder.proven(wanted))
            self._excluded[wanted] = known
            self._latest.append((wanted, known))
            if len(self._excluded) > _MOST_ANSWERS:
                self._forget()
        else:
            self._excluded.move_to_end(wanted)
        return self._shown(known)

    def answers(self, choices: Collection[Literal], states: States) -> int:
        """Of a need that is part of it, in the same way: not answered, and each answer that goes with these
        choices of other attributes, which are consistent.
        """
        found = self._needs.possible(self._wanted(choices), states)
        answers = (one for place, one in enumerate(states.literals) if found >> place & 1)
        return sum(1 << literal for literal in answers) | 1 << states.absent

    def instead(self, choices: Iterable[Literal]) -> Callable[[Literal, Sequence[Literal]], int]:
        """Answers for a choice and the states of its attribute, which of them go with all other choices.

        ``choices`` are consistent.
        """
        chosen = tuple(choices)
        kept = [self._reduction.literal(choice) for choice in chosen]
        wanted = self._wanted(chosen)
        near: dict[LiteralSet, LiteralSet] = {}

        def answer(choice: Literal, states: Sequence[Literal]) -> int:
            literal = self._reduction.literal(choice)
            own = self._sets.of_few((literal,))
            # Another choice may say the same.
            others = wanted if literal == TRUE or kept.count(literal) > 1 else wanted & ~own
            excluded = self._excluded.get(others)
            if excluded is None:
                if not near:
                    near.update(self._finder.proven_but_for_one(wanted))
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
        return self._finder.is_among_latest(wanted) or self._finder.find(literals)

    def excluded(self, choices: Sequence[Literal]) -> frozenset[Literal] | None:
        """Some of the choices that cannot hold together; None if all of them can."""
        if self.allows(choices):
            return None
        first = {self._reduction.literal(choice): choice for choice in reversed(choices)}
        return frozenset(first[literal] for literal in self._finder.solver.core() if literal in first)

    def _forget(self) -> None:
        """The answer longest unused, but never that without choices, which each session begins with."""
        self._excluded.move_to_end(self._first)
        self._excluded.popitem(last=False)

    def _searched(self, wanted: LiteralSet, asked: LiteralSet, *, proven: LiteralSet) -> LiteralSet:
        """The asked literals that do not go with the wanted ones, and maybe some more such.

        ``proven`` ones do; 0 where that is not known of any.
        """
        literals = self._sets.literals(wanted)
        consistent, follows = self._finder.solver.propagate(literals)
        if not consistent or not (proven or self._finder.find(literals)):
            return self._sets.all
        given, denied = self._sets.with_denials([*literals, *follows])
        excluded = denied | self._excluded_before(wanted)
        undecided = asked & ~excluded & ~(proven or self._finder.witnesses[-1])
        # Of two values the solver shows many in one search, of more only one.
        undecided &= ~self._switched(wanted, undecided & self._switching.wide)
        pack = Pack(given, denied, self._left([*literals, *follows]))
        return excluded | self._refuted(literals, undecided, pack=pack)

    def _left(self, held: Iterable[Literal]) -> Sequence[RowSet]:
        """The rows of the large tables."""
        known = {TRUE, *held} if self._tables else set()
        return [rows.left(known) if rows.held in known else rows.all for rows in self._tables]

    def _switched(self, wanted: LiteralSet, undecided: LiteralSet) -> LiteralSet:
        """What some of the witnesses that have all that is wanted prove beyond themselves."""
        # What numbers have against a value, only the solver asks.
        if not undecided or self._has_theory:
            return 0
        found = 0
        for witness in self._finder.fitting(wanted, most=_MOST_SWITCHED):
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

    def _refuted(self, given: list[Literal], undecided: LiteralSet, *, pack: Pack) -> LiteralSet:
        """Those of the undecided literals that do not go with the given ones."""
        wanted = self._sets.of(given)
        refuted, undecided = self._hinted(given, undecided)
        while undecided:
            packed, union = self._packing.packed(self._sets.literals(undecided), pack, most=_MOST_PACKED)
            if not self._some_found(given, packed):
                if len(packed) > 1:
                    self._finder.solver.prefer(self._sets.literals(union))
                if not self._finder.find([*given, packed[0]]):
                    one = self._sets.of(packed[:1])
                    refuted |= one
                    undecided &= ~one
                    continue
            undecided = self._beyond(wanted, undecided)
        return refuted

    def _some_found(self, given: list[Literal], packed: Sequence[Literal]) -> bool:
        """Whether a configuration with all the packed literals, or with those that are left where all but one
        of what is to blame is taken out, is found in a short search.
        """
        left = list(packed)
        for _ in range(_MOST_ATTEMPTS):
            if len(left) < 2:
                return False
            blamed = self._finder.attempt([*given, *left])
            if blamed is None:
                return True
            culprits = [one for one in left if one in blamed]
            left = [one for one in left if one not in culprits[1:]] if culprits else left[: len(left) // 4]
        return False

    def _beyond(self, wanted: LiteralSet, undecided: LiteralSet) -> LiteralSet:
        """What the last configuration does not prove, neither as it is nor with a little of it changed."""
        undecided &= ~self._finder.witnesses[-1]
        some = undecided & self._switching.wide
        if self._has_theory or not some:
            return undecided
        return undecided & ~self._switching.proven(self._finder.witnesses[-1], wanted, undecided=some)

    def _hinted(self, given: list[Literal], undecided: LiteralSet) -> tuple[LiteralSet, LiteralSet]:
        """While very many are undecided, each search is merely told to show as many as it can: to say what
        follows from each of them would take longer. What of them is refuted, and what is still undecided.
        """
        refuted = 0
        while undecided.bit_count() > _MANY:
            literals = self._sets.literals(undecided)
            self._finder.solver.prefer(literals)
            if self._finder.find([*given, literals[0]]):
                undecided &= ~self._finder.witnesses[-1]
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

    def _both(self, literals: Iterable[Literal]) -> LiteralSet:
        """With their denials."""
        places = [self._reduction.literal(one) for one in literals]
        return self._sets.of([*places, *(-place for place in places)])

    def _wanted(self, choices: Collection[Literal]) -> LiteralSet:
        given = (*choices, *self._needs.left_out(choices))
        return self._sets.of((TRUE, *map(self._reduction.literal, given)))

    def _literals(self, choices: Collection[Literal]) -> list[Literal]:
        given = (*choices, *self._needs.left_out(choices))
        return list(dict.fromkeys(map(self._reduction.literal, given)))

    def _shown_of(self, states: Sequence[Literal], excluded: LiteralSet) -> int:
        """The states of one attribute; of others too where numbers read them."""
        if self._has_theory:
            return self._shown(excluded) or 0
        if len(states) > _FEW:
            digits = self._sets.digits(excluded)
            return sum(1 << one for one in states if digits[self._reduction.literal(one)] == "0")
        possible = 0
        for state in states:
            if not excluded & self._sets.of_few((self._reduction.literal(state),)):
                possible |= 1 << state
        return possible

    def _shown(self, excluded: LiteralSet) -> int | None:
        if excluded == self._sets.all:
            return None
        if self._last_shown[0] != excluded:
            digits = self._sets.digits(self._sets.all & (~excluded | self._needs.literals))
            self._last_shown = excluded, int("".join(map(digits.__getitem__, self._states)) + "00", 2)
        return self._last_shown[1]
