"""Plain content to YAML for the reader of catalogs: lists of plain values in one line, decimals quoted."""

from decimal import Decimal
from typing import Any

import yaml

from app.store.catalogs.document import plain_value

_WIDTH = 110


class Bare(Decimal):
    """A number that is written without quotes, which only money needs."""


class Flow(dict[str, Any]):
    """A mapping that is written in one line."""


def emit(content: object) -> str:
    """Keys keep their order."""
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _flow(dumper: yaml.SafeDumper, content: Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", content.items(), flow_style=True)


class Rows(list[Any]):
    """A list of lists, each in a line of its own."""


def _list(dumper: yaml.SafeDumper, content: list[Any]) -> yaml.Node:
    plain = not any(isinstance(one, dict) for one in content)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", content, flow_style=plain)


def _rows(dumper: yaml.SafeDumper, content: Rows) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", content, flow_style=False)


def text_node(dumper: Any, content: str) -> Any:
    """In quotes, where our reader would take it for something else: the library knows other numbers."""
    style = None if isinstance(plain_value(content), str) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", content, style=style)


def _decimal(dumper: yaml.SafeDumper, content: Decimal) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", f"{content:f}", style='"')


def _bare(dumper: yaml.SafeDumper, content: Bare) -> yaml.Node:
    text = f"{content:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(str, text_node)
_Dumper.add_representer(Bare, _bare)
_Dumper.add_representer(Flow, _flow)
_Dumper.add_representer(Rows, _rows)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(Decimal, _decimal)
