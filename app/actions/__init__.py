"""The verbs: a file for each thing that can happen.

A verb owns permission, one transaction, an audit entry, and (when the outside world must hear) a durable
start. It holds no rules of its own, no SQL, no HTTP and no vendor's words.
"""

from app.actions.add_line import add_line
from app.actions.approve_app import finish_approval, start_approval
from app.actions.arrange_groups import add_group, assign_group, order_groups, remove_group, rename_group
from app.actions.arranging import Arranged
from app.actions.arrivals import Arrival, ArrivalEnded, seal_arrival, sealed_arrival
from app.actions.arrive import ApprovalNeeded, LaunchStale, RecordMissing, arrive
from app.actions.ask_next import NextQuestion, Order, ask_next
from app.actions.browse import list_products, list_quotes, show_opportunity, show_product, show_quote
from app.actions.call import Call, PanelSession
from app.actions.change_line import KEEP, LineChange, change_line
from app.actions.change_lines import count_lines, discount_lines, remove_lines
from app.actions.check_health import check_health
from app.actions.complete_line import complete_line, completion_strategies
from app.actions.copy_line import copy_line
from app.actions.documents import render_document
from app.actions.evidence import Evidence, Shipped, Waived
from app.actions.examine_release import Examination
from app.actions.explain_choice import MOST_REASONS, explain_choice
from app.actions.explain_consequence import explain_consequence
from app.actions.framing import frame_ancestors
from app.actions.meanwhile import ToldChange, ToldMeeting, ToldStale, show_changes, tell_stale
from app.actions.move_quote import move_quote, preview_move
from app.actions.moving import GivenUp, ImpliedChange, LineMove, QuoteMove
from app.actions.note_line import note_line
from app.actions.offered import Offered, offered_on
from app.actions.open_opportunity import open_opportunity
from app.actions.place_lines import place_lines, step_line
from app.actions.publish_folder import Publish, publish_folder
from app.actions.quote_history import History, LineStep, ManyStep, MoveStep, Step, show_history
from app.actions.ready_open_quotes import ready_open_quotes
from app.actions.remove_line import remove_line
from app.actions.selection import Selection
from app.actions.show_assembly import show_assembly
from app.actions.show_line import show_line
from app.actions.show_margins import Margins, show_margins
from app.actions.show_write_back import show_write_back
from app.actions.sign_in import sign_in
from app.actions.stand_lines import stand_line, swap_alternative
from app.actions.start_quote import start_quote
from app.actions.strategies import Strategy
from app.actions.submit_quote import submit_quote
from app.actions.switch_releases import Switched, compile_release, keep_starts, switch_releases
from app.actions.undo_change import redo_change, undo_change
from app.actions.undo_on_quote import redo_on_quote, undo_on_quote
from app.actions.views import AssemblyView, Completed, LineView, Outcome, PricedRepair, Refusal, SignedIn
from app.actions.watching import OutOfTime, Watch
from app.actions.write_back_quote import write_back_quote
from app.crm import CrmSessionExpired, Frame, LaunchRefused, Opportunity
from app.store import QuoteSummary

__all__ = [
    "KEEP",
    "MOST_REASONS",
    "ApprovalNeeded",
    "Arranged",
    "Arrival",
    "ArrivalEnded",
    "AssemblyView",
    "Call",
    "Completed",
    "CrmSessionExpired",
    "Evidence",
    "Examination",
    "Frame",
    "GivenUp",
    "History",
    "ImpliedChange",
    "LaunchRefused",
    "LaunchStale",
    "LineChange",
    "LineMove",
    "LineStep",
    "LineView",
    "ManyStep",
    "Margins",
    "MoveStep",
    "NextQuestion",
    "Offered",
    "Opportunity",
    "Order",
    "OutOfTime",
    "Outcome",
    "PanelSession",
    "PricedRepair",
    "Publish",
    "QuoteMove",
    "QuoteSummary",
    "RecordMissing",
    "Refusal",
    "Selection",
    "Shipped",
    "SignedIn",
    "Step",
    "Strategy",
    "Switched",
    "ToldChange",
    "ToldMeeting",
    "ToldStale",
    "Waived",
    "Watch",
    "add_group",
    "add_line",
    "arrive",
    "ask_next",
    "assign_group",
    "change_line",
    "check_health",
    "compile_release",
    "complete_line",
    "completion_strategies",
    "copy_line",
    "count_lines",
    "discount_lines",
    "explain_choice",
    "explain_consequence",
    "finish_approval",
    "frame_ancestors",
    "keep_starts",
    "list_products",
    "list_quotes",
    "move_quote",
    "note_line",
    "offered_on",
    "open_opportunity",
    "order_groups",
    "place_lines",
    "preview_move",
    "publish_folder",
    "ready_open_quotes",
    "redo_change",
    "redo_on_quote",
    "remove_group",
    "remove_line",
    "remove_lines",
    "rename_group",
    "render_document",
    "seal_arrival",
    "sealed_arrival",
    "show_assembly",
    "show_changes",
    "show_history",
    "show_line",
    "show_margins",
    "show_opportunity",
    "show_product",
    "show_quote",
    "show_write_back",
    "sign_in",
    "stand_line",
    "start_approval",
    "start_quote",
    "step_line",
    "submit_quote",
    "swap_alternative",
    "switch_releases",
    "tell_stale",
    "undo_change",
    "undo_on_quote",
    "write_back_quote",
]
