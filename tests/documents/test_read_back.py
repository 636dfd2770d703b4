"""PDFs of strangers are read within bounds, and texts are compared word by word."""

import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import DocumentUnreadable, digits, read_document, spots

WORDS = st.lists(st.sampled_from(["net", "1,234.50", "EUR", "line", "2", "of"]), max_size=40).map(" ".join)


def pdf(stream: bytes) -> bytes:
    """One page that draws the packed stream."""
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
    )
    made, places = b"%PDF-1.7\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def packed(piece: bytes, times: int) -> bytes:
    """Packed once: after a full flush the same bytes may follow as often as one likes."""
    packing = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packing.compress(piece) + packing.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times):
        check = zlib.adler32(piece, check)
    return b"\x78\xda" + block * times + packing.flush() + check.to_bytes(4, "big")


@pytest.mark.parametrize(
    "stream",
    [
        lambda: packed(b"0" * 10_000_000, 100),
        lambda: packed(b"[" * 1_000_000, 5),
        lambda: packed(b"BT (a) Tj ET\n" * 100_000, 5),
        lambda: b"no deflate at all",
    ],
    ids=["a billion bytes", "deep", "long", "broken"],
)
def test_a_hostile_file_costs_little_and_says_nothing(stream: Callable[[], bytes]) -> None:
    try:
        said = read_document(pdf(stream()))
    except DocumentUnreadable:
        return
    assert len(said.text) <= 2_000_000


def test_a_file_that_leads_in_circles_ends() -> None:
    circle = pdf(zlib.compress(b"BT ET")).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    try:
        assert read_document(circle).text.strip() == ""
    except DocumentUnreadable:
        return


@given(WORDS)
def test_a_text_does_not_differ_from_itself_however_its_lines_break(text: str) -> None:
    assert spots(text, text.replace(" ", "\n")) == ()


@given(WORDS, WORDS)
def test_whatever_differs_is_found_from_both_sides(one: str, other: str) -> None:
    there, back = spots(one, other), spots(other, one)
    assert bool(there) == (one.split() != other.split())
    assert bool(there) == bool(back)


def test_texts_that_differ_in_very_much_are_compared_by_their_words() -> None:
    one = " ".join(str(n) for n in range(5_000))
    other = " ".join(str(n) for n in range(5_000, 10_000))
    found = spots(one, other)
    assert len(found) == 50
    assert {bool(one.offered) for one in found} == {True, False}


@pytest.mark.parametrize("text", ["1,234.50", "1.234,50 €", "१२३४.५०", "١٬٢٣٤٫٥٠", "１２３４５０"])  # noqa: RUF001 - digits of other scripts are what this is about
def test_figures_are_compared_by_their_digits_in_any_script(text: str) -> None:
    assert digits(text) == "123450"
