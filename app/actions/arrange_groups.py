"""Groups of a quote: added, renamed, put in order, removed with their lines kept, and filled with lines."""

from collections.abc import Sequence

from app.actions.arranging import Arranged, arranged
from app.actions.call import Call
from app.actions.selection import Selection, changed_lines, chosen_lines
from app.quoting import (
    assigned,
    group_name,
    with_group,
    with_group_renamed,
    with_groups_in_order,
    without_group,
)
from app.services import Services


def add_group(
    services: Services, call: Call, quote_id: str, name: object, *, expected: int | None = None
) -> Arranged:
    """Raises QuoteMissing, GroupInvalid, StatusForbids, QuoteChanged."""
    wanted = group_name(name)
    return arranged(
        services,
        call,
        quote_id,
        verb="add_group",
        said=lambda _before, _after: f"Group {wanted} added",
        change=lambda quote, _release: with_group(quote, wanted, at=call.at),
        expected=expected,
    )


def rename_group(
    services: Services, call: Call, quote_id: str, name: str, *, new: object, expected: int | None = None
) -> Arranged:
    """Raises QuoteMissing, GroupMissing, GroupInvalid, StatusForbids, QuoteChanged."""
    wanted = group_name(new)
    return arranged(
        services,
        call,
        quote_id,
        verb="rename_group",
        said=lambda _before, _after: f"Group {name} renamed {wanted}",
        change=lambda quote, _release: with_group_renamed(quote, name, wanted, at=call.at),
        expected=expected,
    )


def order_groups(
    services: Services, call: Call, quote_id: str, names: Sequence[str], *, expected: int | None = None
) -> Arranged:
    """Raises QuoteMissing, GroupInvalid, StatusForbids, QuoteChanged."""
    return arranged(
        services,
        call,
        quote_id,
        verb="order_groups",
        said=lambda _before, _after: "Groups put in another order",
        change=lambda quote, _release: with_groups_in_order(quote, names, at=call.at),
        expected=expected,
    )


def remove_group(
    services: Services, call: Call, quote_id: str, name: str, *, expected: int | None = None
) -> Arranged:
    """Its lines stay, in no group. Raises QuoteMissing, GroupMissing, StatusForbids, QuoteChanged."""
    return arranged(
        services,
        call,
        quote_id,
        verb="remove_group",
        said=lambda _before, _after: f"Group {name} removed",
        change=lambda quote, _release: without_group(quote, name, at=call.at),
        expected=expected,
    )


def assign_group(
    services: Services,
    call: Call,
    quote_id: str,
    selection: Selection,
    *,
    name: str,
    expected: int | None = None,
) -> Arranged:
    """For the name "" out of any group.

    Raises QuoteMissing, SelectionInvalid, LineMissing, GroupMissing, StatusForbids, QuoteChanged.
    """
    return arranged(
        services,
        call,
        quote_id,
        verb="assign_group",
        said=lambda before, after: (
            f"{changed_lines(before, after)} put {f'into group {name}' if name else 'out of groups'}"
        ),
        change=lambda quote, release: assigned(
            quote, [line.n for line in chosen_lines(quote, release, selection)], name, at=call.at
        ),
        expected=expected,
    )
