"""Random sound catalogs, as the content of their files: one of everything that can be written."""

from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

Content = dict[str, Any]

TEXTS = st.sampled_from(
    [
        *("Pump", "080", "true", "5 kW, or more", "= 1", "a; b = c", "Größe: 1|2", "no", "-", "1.50"),
        "A\nB",
        "'",
    ]
)
AMOUNTS = st.sampled_from([0, 12, "12.50", "0.000001"])
NUMBERS = st.sampled_from([0, 3, -2, "1.5", "0.25"])
OPTIONS = ("none", "true", "10", "1.5", "0.5 kW", "1+1", "2.5 Gbit/s", "a..b")


def given(draw: st.DrawFn, **parts: st.SearchStrategy[Any]) -> Content:
    """Some of the parts."""
    return {name: draw(part) for name, part in parts.items() if draw(st.booleans())}


@st.composite
def prices(draw: st.DrawFn) -> Content:
    return {"EUR": draw(AMOUNTS), "USD": draw(AMOUNTS)}


@st.composite
def facts(draw: st.DrawFn) -> Content:
    return {name: draw(NUMBERS) for name in ("power_w", "weight_kg") if draw(st.booleans())}


@st.composite
def sentences(draw: st.DrawFn) -> Any:
    texts = {"en": draw(TEXTS), "de": draw(TEXTS), "pt-BR": draw(TEXTS)}
    return draw(st.sampled_from([texts["en"], texts, {"en": texts["en"]}]))


def dated(draw: st.DrawFn) -> Content:
    return given(draw, **{"from": st.just("2026-01-01"), "until": st.just("2027-12-31")})


def described(draw: st.DrawFn, key: str) -> Content:
    return {"key": key, "name": draw(sentences()), **given(draw, help=TEXTS)}


@st.composite
def attributes(draw: st.DrawFn, key: str) -> Content:
    kind = draw(st.sampled_from(["choice", "boolean", "integer", "decimal", "text"]))
    values: st.SearchStrategy[Any]
    made = {
        **described(draw, key),
        "kind": kind,
        **given(draw, when=st.just("always"), question=sentences()),
    }
    match kind:
        case "choice":
            keys = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=4, unique=True))
            made["options"] = [
                described(draw, one) | given(draw, prices=prices(), facts=facts()) for one in keys
            ]
            values = st.sampled_from(keys)
        case "boolean":
            values = st.booleans()
        case "integer":
            made |= {"minimum": -2, "maximum": 10, **given(draw, step=st.just(2), unit=st.just("mm"))}
            values = st.sampled_from([-2, 0, 8])
        case "decimal":
            made |= {"minimum": 0, "maximum": "1.50", "step": "0.10", "unit": "m"}
            made["maximum"] = draw(st.sampled_from(["1.50", 2]))
            values = st.sampled_from([0, "0.1", "1.50"])
        case _:
            made |= given(draw, longest=st.just(12))
            values = st.sampled_from(["10", "true", "abc"])
    if kind in ("boolean", "integer", "decimal"):
        made |= given(draw, prices=prices(), facts=facts())
    if draw(st.booleans()):
        made[draw(st.sampled_from(["default", "preset"]))] = draw(values)
    return made


@st.composite
def needs(draw: st.DrawFn, key: str) -> Content:
    """Like an attribute that is not a text, without what costs, is proposed or holds."""
    attribute = draw(attributes(key).filter(lambda one: one["kind"] != "text"))
    for one in (attribute, *attribute.get("options", ())):
        for name in ("prices", "default", "preset"):
            one.pop(name, None)
    return attribute | dated(draw)


@st.composite
def sets(draw: st.DrawFn, key: str) -> Content:
    names = ["one", "two", "three"]
    proposed = st.sampled_from([[], ["one"], ["two", "one"]])
    held = draw(proposed)
    return {
        **described(draw, key),
        "members": [described(draw, one) | given(draw, prices=prices(), facts=facts()) for one in names],
        **given(draw, at_least=st.just(0), at_most=st.just(3), when=st.just("always")),
        **given(draw, question=sentences()),
        **({"preset": held} if draw(st.booleans()) else given(draw, default=proposed)),
        **dated(draw),
    }


@st.composite
def components(draw: st.DrawFn, key: str, depth: int) -> Content:
    made = {
        **described(draw, key),
        "minimum": draw(st.integers(0, 1)),
        "maximum": 2,
        **given(
            draw, rows=st.sampled_from(["each", "equal"]), row_name=sentences(), when=st.just("always"),
            prices=st.one_of(prices(), st.just({})), default=st.just(1), question=sentences(),
        ),
        **dated(draw),
    }  # fmt: skip
    if depth > 1 or draw(st.integers(0, 3)) == 0:
        return {**made, "product": "plain"}
    return made | draw(bodies(key, depth))


@st.composite
def parts(draw: st.DrawFn, stem: str, depth: int) -> Content:
    made: Content = {"attributes": [draw(attributes(f"{stem}_a{n}")) for n in range(draw(st.integers(1, 2)))]}
    if draw(st.booleans()):
        made["needs"] = [draw(needs(f"{stem}_n{n}")) for n in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        made["sets"] = [draw(sets(f"{stem}_s"))]
    if draw(st.booleans()):
        made["components"] = [draw(components(f"{stem}_c", depth + 1))]
    return made


@st.composite
def bodies(draw: st.DrawFn, stem: str, depth: int) -> Content:
    """What stands in a component; at depth 0, in a product."""
    if depth and draw(st.booleans()):
        body = draw(parts(stem, depth))
        known = [*body["attributes"], *body.get("needs", ())]
    else:
        count = draw(st.integers(1, 2))
        steps = [described(draw, f"step_{n}") | draw(parts(f"{stem}_{n}", depth)) for n in range(count)]
        body, known = {"steps": steps}, [*steps[0]["attributes"], *steps[0].get("needs", ())]
    rule = draw(st.sampled_from([{"rule": "true"}, {"when": "always", "then": "1 <= 2"}]))
    body["rules"] = [{"key": f"{stem}_r", "text": draw(sentences()), **rule, **given(draw, owner=TEXTS)}]
    columns = ["always", *(one["key"] for one in known if one["kind"] != "text")]
    if len(columns) > 1:
        body["tables"] = [draw(tables(f"{stem}_t", columns, known))]
    return body


@st.composite
def tables(draw: st.DrawFn, key: str, columns: list[str], known: list[Content]) -> Content:
    kinds = {one["key"]: one for one in known}
    rows = [[draw(cells(kinds.get(column))) for column in columns] for _ in range(draw(st.integers(1, 3)))]
    made = {"key": key, "text": draw(sentences()), **given(draw, when=st.just("always")), **dated(draw)}
    if draw(st.booleans()):
        return {**made, "columns": columns, "rows": rows}
    return {**made, "file": f"{key}.csv", "lines": [columns, *(list(map(_text, row)) for row in rows)]}


def _text(cell: Any) -> str:
    return "|".join(str(one) for one in cell) if isinstance(cell, list) else str(cell)


@st.composite
def cells(draw: st.DrawFn, attribute: Content | None) -> Any:
    kind = attribute["kind"] if attribute else "boolean"
    if kind == "choice" and attribute:
        keys = [one["key"] for one in attribute["options"]]
        values = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True))
    elif kind == "boolean":
        values = [True] if draw(st.booleans()) else [True, False]
    else:
        values = draw(st.lists(st.sampled_from([0, 2, "0..2", "-2..8"]), min_size=1, max_size=2, unique=True))
        values = values if kind == "integer" else ["0..1", 1]
    return draw(st.sampled_from(["*", values, values[0] if len(values) == 1 else values]))


@st.composite
def assemblies(draw: st.DrawFn) -> Content:
    def below(depth: int) -> Content:
        made: Content = {"parts": []}
        for n in range(draw(st.integers(1, 2))):
            line = given(draw, when=st.just("always"), round=st.just("up"), position=TEXTS,
                         quantity=st.sampled_from([2, "1.5", "2 * 3"]))  # fmt: skip
            if depth < 2 and draw(st.booleans()):
                name = {"assembly": f"part_{depth}_{n}", "name": draw(TEXTS), **given(draw, days=st.just(2))}
                made["parts"].append(name | line | below(depth + 1))
            else:
                made["parts"].append({"article": draw(st.sampled_from(["M-05", "080"]))} | line)
        saw = {"name": draw(TEXTS), "work_centre": "saw", "minutes": draw(st.sampled_from([3, "2 * 4"]))}
        cut = {"name": draw(TEXTS), "material": "AL", "length": draw(st.sampled_from([500, "100 * 2"]))}
        made["operations"] = [saw | given(draw, setup_minutes=st.sampled_from([3, "2.5"]))]
        made["cuts"] = [cut | given(draw, angle=st.just("45"), pieces=st.just(2))]
        return made

    codes = {"codes": {"always": {"true": "Y", "false": draw(st.sampled_from(["", "080"]))}}}
    return {"version": "1", "number": "P-{always}", **given(draw, days=st.just(1)), **codes, **below(0)}


@st.composite
def catalogs(draw: st.DrawFn) -> dict[str, Content]:
    """Content by file."""
    always = {"key": "always", "name": "Always", "kind": "boolean"}
    plain = {
        "schema": 1,
        "key": "plain",
        "code": "080",
        "name": "Plain",
        "family": "P",
        "prices": {"EUR": 1, "USD": 2},
    }
    plain["steps"] = [{"key": "step", "name": "Step", "attributes": [always]}]
    body = draw(bodies("p", 0))
    body["steps"][0]["attributes"].insert(0, always)
    product = {
        **plain,
        "key": "pump",
        "code": "P-1",
        "name": draw(sentences()),
        "prices": draw(prices()),
        **body,
    }
    product |= given(
        draw,
        units=st.just({"power_w": "W"}),
        description=TEXTS,
        assembly=assemblies(),
        quantity_tiers=st.just([{"from": 5, "percent": "2.5"}]),
        maximum_quantity=st.just(50),
    )
    articles = {
        "schema": 1,
        "work_centres": [{"key": "saw", "name": "Saw", "rates": {"EUR": 46, "USD": "50.5"}}],
        "articles": [
            {"number": "M-05", "name": draw(TEXTS), **given(draw, costs=prices(), lead_time_days=st.just(3))},
            {"number": "080", "name": "B", "source": "stock"},
            {"number": "AL", "name": "C", "unit": "m", "stock_lengths": [6000, 3000], "kerf": "3.2"},
        ],
    }
    header = {
        "schema": 1,
        "name": draw(TEXTS),
        "version": "1.10",
        "currencies": ["EUR", "USD"],
        "validity_days": 30,
        "seller": {"name": draw(TEXTS), "address": ["1 Road", "080"], "email": "a@b.example", "phone": "+44"},
        **given(
            draw,
            language=st.just("en"),
            products=st.just(["pump", "plain"]),
            terms=st.just(["One.", "Two."]),
            customer_tiers=st.just([{"key": "Gold", "percent": "7.5"}]),
        ),
    }
    return {
        "catalog.yaml": header,
        "articles.yaml": articles,
        "products/plain.yaml": plain,
        "products/pump.yaml": product,
    }


def write(folder: Path, files: dict[str, Content]) -> Path:
    (folder / "products").mkdir(parents=True)
    for name, content in files.items():
        _tables(folder / "products", content)
        text = yaml.dump(content, Dumper=_Quoting, sort_keys=False, allow_unicode=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class _Quoting(yaml.SafeDumper):
    """Texts stand in quotes."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def _tables(folder: Path, content: Any) -> None:
    """Writes the files of tables, whose lines are no part of the content."""
    if isinstance(content, dict):
        if "lines" in content:
            lines = "\n".join(",".join(line) for line in content.pop("lines"))
            (folder / content["file"]).write_text(lines, encoding="utf-8")
        content = list(content.values())
    for one in content if isinstance(content, list) else ():
        _tables(folder, one)
