"""What the page of an opportunity offers: buttons of apps, deployed or there from the start."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .apps import App
from .metadata import kept, xml
from .metadata.components import Component
from .org import Org

_DEVELOPER: Final = re.compile(r"<(?:force|apex):canvasApp\b[^>]*?\bdeveloperName=[\"'](\w+)[\"']", re.DOTALL)
_DESIGN_LABEL: Final = re.compile(r"<design:component\b[^>]*?\blabel=\"([^\"]*)\"", re.DOTALL)
_ON_PAGES: Final = "flexipage:availableForRecordHome"
_OURS: Final = "Configure quote"


@dataclass(frozen=True, slots=True)
class Button:
    """`app`: by the name that the component has for it, whether or not there is such an app."""

    app: str
    label: str


def buttons(org: Org, record_id: str) -> list[Button]:
    """A component has that of its quick action, else one of its own where pages may have it."""
    own = org.consumer_for(record_id)
    found = [Button(own.name, _OURS)] if own else []
    held = kept.all_of(org.database)
    actions = {bundle: label for one in held for bundle, label in _action(one)}
    for one in held:
        if one.kind == "AuraDefinitionBundle":
            found += _of_bundle(one, actions)
    return found


def _action(one: Component) -> Iterator[tuple[str, str]]:
    """(name of the component, label)."""
    if one.kind == "QuickAction" and one.name.startswith("Opportunity."):
        root = one.element()
        yield xml.text(root, "lightningComponent"), xml.text(root, "label")


def _of_bundle(one: Component, actions: dict[str, str]) -> Iterator[Button]:
    markup = _text(one, f"{one.name}.cmp")
    app = _DEVELOPER.search(markup)
    label = actions.get(one.name)
    if label is None and _ON_PAGES in markup:
        named = _DESIGN_LABEL.search(_text(one, f"{one.name}.design"))
        label = _unescaped(named[1]) if named else one.name
    if app and label is not None:
        yield Button(app[1], label)


def _text(one: Component, file: str) -> str:
    return one.files.get(f"{one.file}/{file}", b"").decode("utf-8", "replace")


def _unescaped(text: str) -> str:
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(mark, sign)
    return text


def page_button(org: Org, page: str, record_id: str) -> Button | None:
    """Of a Visualforce page; None for a page that there is not, or without a canvas."""
    one = kept.find(org.database, "ApexPage", page)
    if one is None:
        own = org.consumer_for(record_id) if page == "Quotewright" else None
        return Button(own.name, _OURS) if own else None
    app = _DEVELOPER.search(one.files[one.file].decode("utf-8", "replace"))
    label = xml.text(xml.read(one.files[f"{one.file}-meta.xml"]), "label")
    return Button(app[1], label or page) if app else None


def frame_of(org: Org, record_id: str | None) -> App | None:
    """That of the first button of the page."""
    for one in buttons(org, record_id or ""):
        if (app := org.frame_named(one.app)) is not None:
            return app
    return None
