"""The verbs: a file for each thing that can happen.

A verb owns permission, one transaction, an audit entry, and (when the outside world must hear) a durable
start. It holds no rules of its own, no SQL, no HTTP and no vendor's words.
"""

from app.actions.accept_quote import accept_quote
from app.actions.add_line import add_line
from app.actions.apply_favourite import Applied, apply_favourite, preview_favourite
from app.actions.approve_app import finish_approval, start_approval
from app.actions.arrange_groups import add_group, assign_group, order_groups, remove_group, rename_group
from app.actions.arranging import Arranged
from app.actions.arrivals import Arrival, ArrivalEnded, seal_arrival, sealed_arrival
from app.actions.arrive import ApprovalNeeded, LaunchStale, RecordMissing, arrive
from app.actions.ask_next import NextQuestion, Order, ask_next
from app.actions.brands import remove_brand, set_brand, show_brand
from app.actions.browse import (
    list_opportunities,
    list_products,
    list_quotes,
    show_opportunity,
    show_product,
    show_quote,
)
from app.actions.call import Call, PanelSession
from app.actions.change_currency import change_currency, is_of_opportunity, preview_currency
from app.actions.change_favourite import change_favourite
from app.actions.change_line import KEEP, LineChange, change_line
from app.actions.change_lines import count_lines, discount_lines, remove_lines
from app.actions.change_terms import QuoteBeside, TermsChange, change_terms, preview_terms
from app.actions.check_health import check_health
from app.actions.choose_document import choose_document
from app.actions.clone_quote import clone_quote, preview_clone
from app.actions.cloning import Clone, Prices
from app.actions.compare_quotes import Compared, compare_quotes
from app.actions.complete_line import complete_line, completion_strategies
from app.actions.copy_line import copy_line
from app.actions.delete_favourite import delete_favourite
from app.actions.documents import LanguageUnknown, Wish
from app.actions.evidence import Evidence, Shipped, Waived
from app.actions.examine_release import Examination
from app.actions.expire_quotes import expire_quotes
from app.actions.explain_choice import MOST_REASONS, explain_choice
from app.actions.explain_consequence import explain_consequence
from app.actions.explain_price import QuotePriceView, explain_price
from app.actions.export_quote import export_quote
from app.actions.framing import frame_ancestors
from app.actions.import_lines import (
    Given,
    GivenFile,
    GivenLines,
    GivenText,
    LinesImport,
    Take,
    faults_json,
    import_lines,
    lines_sheet,
    lines_template,
)
from app.actions.list_favourites import ListedFavourite, list_favourites
from app.actions.meanwhile import ToldChange, ToldMeeting, ToldStale, show_changes, tell_stale
from app.actions.move_quote import move_quote, preview_move
from app.actions.moving import GivenUp, ImpliedChange, LineMove, QuoteMove
from app.actions.note_line import note_line
from app.actions.note_quote import note_quote
from app.actions.offered import Offered, offered_on
from app.actions.open_opportunity import open_opportunity
from app.actions.place_lines import place_lines, step_line
from app.actions.preview_document import DocumentView, PagePreview, describe_document, preview_page
from app.actions.publish_folder import Publish, publish_folder
from app.actions.quote_history import History, LineStep, ManyStep, MoveStep, Step, show_history
from app.actions.ready_open_quotes import ready_open_quotes
from app.actions.reject_quote import reject_quote
from app.actions.remove_line import remove_line
from app.actions.render_document import render_document
from app.actions.revise_quote import revise_quote
from app.actions.save_favourite import save_favourite
from app.actions.seek_goal import GoalView, preview_goal, seek_goal
from app.actions.selection import Selection
from app.actions.send_quote import send_quote
from app.actions.set_validity import set_validity
from app.actions.share_quote import Sharing, share_quote, show_sharing, unshare_quote
from app.actions.show_assembly import show_assembly
from app.actions.show_life import Life, show_life
from app.actions.show_line import show_line
from app.actions.show_margins import Margins, show_margins
from app.actions.show_sealed_offer import show_sealed_offer, verify_own_document, verify_own_quote
from app.actions.show_write_back import show_write_back
from app.actions.sign_in import sign_in
from app.actions.stand_lines import stand_line, swap_alternative
from app.actions.start_quote import start_quote
from app.actions.strategies import Strategy
from app.actions.submit_quote import submit_quote
from app.actions.switch_releases import Switched, compile_release, keep_starts, switch_releases
from app.actions.take_figures import STEPS_MS, Figures, take_figures
from app.actions.undo_change import redo_change, undo_change
from app.actions.undo_on_quote import redo_on_quote, undo_on_quote
from app.actions.verify_offer import verify_code, verify_document, verify_quote, without_figures
from app.actions.views import AssemblyView, Completed, LineView, Outcome, PricedRepair, Refusal, SignedIn
from app.actions.watching import OutOfTime, Watch
from app.actions.withdraw_quote import withdraw_quote
from app.actions.write_back_quote import write_back_quote
from app.crm import CrmSessionExpired, Frame, LaunchRefused, Opportunity
from app.documents import DocumentContent, Section, Unprintable, sections_named
from app.quoting import Favourite, Verification, told
from app.store import KeptDeed, QuoteSummary

__all__ = [
    "KEEP",
    "MOST_REASONS",
    "STEPS_MS",
    "Applied",
    "ApprovalNeeded",
    "Arranged",
    "Arrival",
    "ArrivalEnded",
    "AssemblyView",
    "Call",
    "Clone",
    "Compared",
    "Completed",
    "CrmSessionExpired",
    "DocumentContent",
    "DocumentView",
    "Evidence",
    "Examination",
    "Favourite",
    "Figures",
    "Frame",
    "Given",
    "GivenFile",
    "GivenLines",
    "GivenText",
    "GivenUp",
    "GoalView",
    "History",
    "ImpliedChange",
    "KeptDeed",
    "LanguageUnknown",
    "LaunchRefused",
    "LaunchStale",
    "Life",
    "LineChange",
    "LineMove",
    "LineStep",
    "LineView",
    "LinesImport",
    "ListedFavourite",
    "ManyStep",
    "Margins",
    "MoveStep",
    "NextQuestion",
    "Offered",
    "Opportunity",
    "Order",
    "OutOfTime",
    "Outcome",
    "PagePreview",
    "PanelSession",
    "PricedRepair",
    "Prices",
    "Publish",
    "QuoteBeside",
    "QuoteMove",
    "QuotePriceView",
    "QuoteSummary",
    "RecordMissing",
    "Refusal",
    "Section",
    "Selection",
    "Sharing",
    "Shipped",
    "SignedIn",
    "Step",
    "Strategy",
    "Switched",
    "Take",
    "TermsChange",
    "ToldChange",
    "ToldMeeting",
    "ToldStale",
    "Unprintable",
    "Verification",
    "Waived",
    "Watch",
    "Wish",
    "accept_quote",
    "add_group",
    "add_line",
    "apply_favourite",
    "arrive",
    "ask_next",
    "assign_group",
    "change_currency",
    "change_favourite",
    "change_line",
    "change_terms",
    "check_health",
    "choose_document",
    "clone_quote",
    "compare_quotes",
    "compile_release",
    "complete_line",
    "completion_strategies",
    "copy_line",
    "count_lines",
    "delete_favourite",
    "describe_document",
    "discount_lines",
    "expire_quotes",
    "explain_choice",
    "explain_consequence",
    "explain_price",
    "export_quote",
    "faults_json",
    "finish_approval",
    "frame_ancestors",
    "import_lines",
    "is_of_opportunity",
    "keep_starts",
    "lines_sheet",
    "lines_template",
    "list_favourites",
    "list_opportunities",
    "list_products",
    "list_quotes",
    "move_quote",
    "note_line",
    "note_quote",
    "offered_on",
    "open_opportunity",
    "order_groups",
    "place_lines",
    "preview_clone",
    "preview_currency",
    "preview_favourite",
    "preview_goal",
    "preview_move",
    "preview_page",
    "preview_terms",
    "publish_folder",
    "ready_open_quotes",
    "redo_change",
    "redo_on_quote",
    "reject_quote",
    "remove_brand",
    "remove_group",
    "remove_line",
    "remove_lines",
    "rename_group",
    "render_document",
    "revise_quote",
    "save_favourite",
    "seal_arrival",
    "sealed_arrival",
    "sections_named",
    "seek_goal",
    "send_quote",
    "set_brand",
    "set_validity",
    "share_quote",
    "show_assembly",
    "show_brand",
    "show_changes",
    "show_history",
    "show_life",
    "show_line",
    "show_margins",
    "show_opportunity",
    "show_product",
    "show_quote",
    "show_sealed_offer",
    "show_sharing",
    "show_write_back",
    "sign_in",
    "stand_line",
    "start_approval",
    "start_quote",
    "step_line",
    "submit_quote",
    "swap_alternative",
    "switch_releases",
    "take_figures",
    "tell_stale",
    "told",
    "undo_change",
    "undo_on_quote",
    "unshare_quote",
    "verify_code",
    "verify_document",
    "verify_own_document",
    "verify_own_quote",
    "verify_quote",
    "withdraw_quote",
    "without_figures",
    "write_back_quote",
]
