"""For operators and admins: what stopped or waits, the road to the CRM, what differs, one quote's way."""

from typing import Final, TypeVar

from flask import Blueprint, render_template, request

from app.actions import Call
from app.actions.examine_here import examine_here
from app.actions.examining import examined_text
from app.actions.exceptions import Done, OperatorDeed, Wanted, do_many, trace_quote
from app.actions.reconciliation import start_reconciliation
from app.actions.show_console import show_console
from app.delivery import FailureClass, is_errand, kind_of
from app.quoting import WriteBackState
from app.web.panel import figures
from app.web.panel.living import WORDS
from app.web.problem import Malformed
from app.web.session import current_call, now, services

routes = Blueprint("console", __name__)
Named = TypeVar("Named", FailureClass, WriteBackState)

_LONGEST_KEY: Final = 100
_DONE: Final = {
    OperatorDeed.RETRY: "tried again",
    OperatorDeed.RETURN: "given back",
    OperatorDeed.SKIP: "skipped",
    OperatorDeed.REPLAY: "replayed",
}


@routes.get("/operations")
def show() -> str:
    return _page(current_call())


@routes.post("/operations/deeds")
def do() -> str:
    """One deed with each of the ticked flows."""
    call = current_call()
    deed = _deed(request.form.get("deed", ""))
    keys = request.form.getlist("key")
    done = do_many(services(), call, keys, deed=deed, reason=request.form.get("reason", ""))
    return _page(call, said=_said(deed, done), refused=tuple(one for one in done if one.code))


@routes.post("/operations/reconciliation")
def reconcile() -> str:
    call = current_call()
    people = start_reconciliation(services(), call)
    whose = "1 person" if people == 1 else f"{figures.whole(people)} people"
    return _page(call, said=f"The quotes of {whose} are being looked at.")


@routes.post("/operations/examination")
def examine() -> str:
    """Changes nothing, and is no GET because it costs calls of the CRM's allowance."""
    examined = examine_here(services(), current_call(), clock=now)
    return render_template(
        "panel/examination.html", examined=examined, text=examined_text(examined), figures=figures
    )


@routes.get("/operations/quotes/<quote_id>")
def lineage(quote_id: str) -> str:
    found = trace_quote(services(), current_call(), quote_id)
    return render_template(
        "panel/lineage.html", lineage=found, figures=figures, status_words=WORDS, kind_of=kind_of
    )


def _page(call: Call, *, said: str = "", refused: tuple[Done, ...] = ()) -> str:
    wanted = Wanted(
        failure_class=_named(FailureClass, "class"),
        state=_named(WriteBackState, "state"),
        after=request.args.get("after", "")[:_LONGEST_KEY],
    )
    console = show_console(services(), call, wanted)
    return render_template(
        "panel/console.html",
        console=console,
        said_of={flow.key: flow.number for flow, _ in console.stopped if flow.number},
        wanted=wanted,
        classes=tuple(FailureClass),
        said=said,
        refused=refused,
        figures=figures,
        kind_of=kind_of,
    )


def _deed(text: str) -> OperatorDeed:
    try:
        return OperatorDeed(text)
    except ValueError:
        raise Malformed("Choose what to do with what is ticked.") from None


def _named(kind: type[Named], name: str) -> Named | None:
    given = request.args.get(name, "")
    try:
        return kind(given) if given else None
    except ValueError:
        raise Malformed(f"{name} is one of {', '.join(kind)}.") from None


def _said(deed: OperatorDeed, done: tuple[Done, ...]) -> str:
    if not done:
        return "Tick what is meant first."
    good = [one.key for one in done if not one.code]
    errands = sum(is_errand(key) for key in good)
    counts = ((len(good) - errands, "quote"), (errands, "errand"))
    parts = [_many(count, what) for count, what in counts if count] or ["Nothing"]
    return f"{' and '.join(parts)} {'was' if len(good) < 2 else 'were'} {_DONE[deed]}."


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{figures.whole(count)} {what}s"
