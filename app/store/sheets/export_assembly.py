"""What a product is made of as rows of the template. Parts are numbered as on a parts list: 2.1 is in 2."""

from typing import Any

from app.store.sheets.lines import Lines, line

_BELOW = ("parts", "operations", "cuts")


def assembly_lines(own: dict[str, object], product: Any) -> Lines:
    assembly = product.get("assembly")
    if not assembly:
        return
    yield "Assemblies", own | line("Assemblies", assembly, elsewhere=("codes", *_BELOW))
    for attribute, codes in (assembly.get("codes") or {}).items():
        for value, code in codes.items():
            yield "Codes", {**own, "attribute": attribute, "value": value, "code": code or None}
    yield from _below(own, assembly, number="")


def _below(own: dict[str, object], assembly: Any, *, number: str) -> Lines:
    for n, part in enumerate(assembly.get("parts") or (), start=1):
        place = f"{number}.{n}" if number else str(n)
        yield "Parts", {**own, "part": place, **line("Parts", part, elsewhere=_BELOW)}
        yield from _below(own, part, number=place)
    for sheet, key in (("Operations", "operations"), ("Cuts", "cuts")):
        for one in assembly.get(key) or ():
            yield sheet, {**own, "of": number or None, **line(sheet, one)}
