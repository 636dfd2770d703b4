"""The PDF, read back."""

import io
import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.documents import DocumentContent, DocumentFailed, Recipient, pdf, render_pdf
from app.documents.fonts import coverage_of
from app.documents.glyphs import BUILT_IN
from tests.documents import samples

# The folder that `python3 -m app` fills. Without it the typesetter's built-in fonts are tested.
FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
NO_FONTS = Path(__file__).parent / "no such folder"


def made(content: DocumentContent, *, fonts: Path = FONTS) -> bytes:
    return render_pdf(content, fonts=fonts, at=samples.AT)


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def words(text: str) -> str:
    """Without regard to where lines broke."""
    return re.sub(r"\s+", " ", text)


def is_archival(document: bytes) -> bool:
    return all(
        part in document for part in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<")
    )


def test_a_quote_of_one_line_reads_as_offered() -> None:
    quote = samples.a_quote(samples.a_line(1))
    first, second = map(words, pages(made(samples.content(quote))))
    assert "Prepared for Nordlicht Telekom GmbH Project Network renewal, northern region, phase 2" in first
    assert "Quotation no. Q-2026-00042" in first
    assert "Valid until April 8, 2026" in first
    assert f"Net total EUR {quote.total.amount:,}" in first
    assert f"{quote.lines[0].price.unit_net.amount:,}" in first
    assert "Prices do not include value added tax" in first
    for term in samples.RELEASE.terms:
        assert str(term) in first
    assert "We accept quotation Q-2026-00042 dated March 9, 2026" in first
    assert "Ref. 3f2a9c1b · Catalog 9be0c1d2 Page 1 of 2" in first
    assert "Technical data Aurora M400 macro base station Line 1 · AUR-M400" in second
    assert "Feeder cable 120 m" in second
    assert "Page 2 of 2" in second


def test_every_line_of_a_long_quote_is_there_under_a_repeated_header() -> None:
    quote = samples.of_lines(60)
    shown = [words(text) for text in pages(made(samples.content(quote)))]
    with_lines = [text for text in shown if "AUR-M400 Frequency band" in text]
    assert len(with_lines) > 2
    for text in with_lines:
        assert "Line Product Qty Unit list Disc. Unit net Net amount" in text
    everything = " ".join(shown)
    for line in quote.lines:
        assert f"{line.n} Aurora M400 macro base station" in everything
        assert f"{line.price.net.amount:,}" in everything
    assert everything.count(f"of {len(shown)}") == len(shown)


def test_a_thousand_lines_are_typeset() -> None:
    quote = samples.of_lines(1000)
    every_page = PdfReader(io.BytesIO(made(samples.content(quote)))).pages
    end = words(" ".join(page.extract_text() for page in every_page[-6:]))
    assert len(every_page) > 50
    assert "1000 Aurora" in end
    assert f"{quote.total.amount:,}" in end


def test_a_quote_without_lines_says_so_and_asks_for_no_signature() -> None:
    (only,) = pages(made(samples.content(samples.a_quote())))
    assert "This quotation has no lines yet." in only
    assert "Acceptance" not in only


def test_the_file_is_archival_accessible_and_says_what_it_is() -> None:
    document = made(samples.content(samples.of_lines(2)))
    reader = PdfReader(io.BytesIO(document))
    assert is_archival(document)
    assert reader.metadata is not None
    assert reader.metadata.title == "Quotation Q-2026-00042"
    assert reader.metadata.author == "Aurora Radio Systems"
    assert reader.metadata.creation_date == samples.AT
    assert str(reader.root_object["/Lang"]) == "en"
    assert float(reader.pages[0].mediabox.width) == pytest.approx(595.28, abs=0.1)


def test_the_same_content_gives_the_same_bytes_and_another_time_does_not() -> None:
    content = samples.content(samples.of_lines(3))
    assert made(content) == made(content)
    assert made(content) != render_pdf(content, fonts=FONTS, at=samples.AT + timedelta(seconds=1))


HOSTILE = (
    '#panic("x") #sys.inputs $a^2$ \\u{41} *b* _i_ `raw` @ref <lbl> // no /* no */ [x] = H ~ -- --- '
    "\"q\" 'q' http://evil.example/#x <script>alert(1)</script> {{7*7}} {page} %PDF & ...."
)


def test_hostile_text_stands_there_letter_by_letter() -> None:
    content = samples.content(samples.of_lines(1), recipient=Recipient(HOSTILE, HOSTILE[::-1]))
    document = made(content)
    squeezed = pages(document)[0].replace(" ", "").replace("\n", "")
    assert HOSTILE.replace(" ", "") in squeezed
    assert HOSTILE[::-1].replace(" ", "") in squeezed
    assert is_archival(document)
    assert b"/URI" not in document


def test_a_name_without_any_space_breaks_and_stays_whole_when_copied() -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 8
    document = made(samples.content(samples.of_lines(1), recipient=Recipient(long, "x")))
    lines = pages(document)[0].split("\n")
    assert long in "".join(lines)
    assert max(map(len, (line for line in lines if "Donau" in line))) < 60


def test_amounts_of_any_length_leave_room_for_the_product() -> None:
    line = samples.priced_at(samples.a_line(1, quantity=9999), "123456789012345678901234.99")
    document = made(samples.content(samples.a_quote(line)))
    shown = pages(document)[0]
    assert f"{line.price.net.amount:,}" in shown.replace("\n", "").replace(" ", "")
    assert "AUR-M400" in shown


@pytest.mark.parametrize("fonts", [FONTS, NO_FONTS], ids=["folder", "built in"])
def test_characters_without_a_glyph_are_marked_and_the_reader_is_told(fonts: Path) -> None:
    recipient = Recipient("ᚠᚢᚦᚨ Nord 😀", "ok")
    document = made(samples.content(samples.of_lines(1), recipient=recipient), fonts=fonts)
    mark = "\ufffd" if 0xFFFD in coverage_of(fonts) else "?"
    shown = words(pages(document)[0])
    assert f"{mark * 4} Nord {mark}" in shown
    assert f"The sign {mark} stands for a character" in shown
    assert is_archival(document)


def test_what_the_typesetter_refuses_to_archive_becomes_a_plain_pdf() -> None:
    job = json.loads(pdf._job(samples.content(samples.of_lines(1)), fonts=FONTS, at=samples.AT))
    job["content"] = job["content"].replace("Nordlicht", "\u16a0")  # past the check of glyphs
    document = pdf._in_a_child(json.dumps(job).encode())
    assert len(pages(document)) == 2
    assert not is_archival(document)


def test_a_document_with_every_glyph_carries_no_notice() -> None:
    assert "stands for a character" not in words(" ".join(pages(made(samples.content(samples.of_lines(1))))))


def test_what_the_built_in_fonts_are_said_to_show_they_show() -> None:
    everything = "".join(map(chr, sorted(BUILT_IN - {ord(" ")})))
    recipient = [Recipient(everything[start : start + 250], "x") for start in range(0, len(everything), 250)]
    for one in recipient:
        document = made(samples.content(samples.of_lines(1), recipient=one), fonts=NO_FONTS)
        assert is_archival(document)


def test_a_folder_with_a_broken_font_fails_without_a_word_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "Broken.ttf").write_bytes(b"\x00\x01\x00\x00\xff\xff")
    with pytest.raises(DocumentFailed) as failure:
        made(samples.content(samples.of_lines(1)), fonts=tmp_path)
    assert failure.value.facts == {"ended": "fonts"}


class Seen:
    """The child processes that were started, with what they were given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.children: list[subprocess.Popen[bytes]] = []
        self.environments: list[dict[str, str]] = []
        self.most_at_once = 0
        start, lock = subprocess.Popen.__init__, threading.Lock()

        def noted(child: subprocess.Popen[bytes], *args: object, **options: object) -> None:
            start(child, *args, **options)  # type: ignore[call-overload]  # passed on as they came
            with lock:
                self.children.append(child)
                self.environments.append(options["env"])  # type: ignore[arg-type]  # always a dict here
                running = [one for one in self.children if one.returncode is None]
                self.most_at_once = max(self.most_at_once, len(running))

        monkeypatch.setattr(subprocess.Popen, "__init__", noted)


def test_each_document_has_a_process_of_its_own_that_is_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Seen(monkeypatch)
    made(samples.content(samples.of_lines(1)))
    (child,) = seen.children
    assert child.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


def test_the_typesetter_is_never_loaded_where_documents_are_asked_for() -> None:
    code = "import app.documents, sys; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_child_is_given_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEWRIGHT_SECRET", "hidden")
    seen = Seen(monkeypatch)
    made(samples.content(samples.of_lines(1)))
    assert set(seen.environments[0]) - {"PATH", "LD_LIBRARY_PATH"} == {"PYTHONPATH", *pdf._FEW_THREADS}


def test_at_most_two_documents_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Seen(monkeypatch)
    content = samples.content(samples.of_lines(20))
    results: list[bytes] = []
    threads = [threading.Thread(target=lambda: results.append(made(content))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(results)) == 1
    assert len(seen.children) == len(results) == 5
    assert seen.most_at_once == 2


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "TIMEOUT_SECONDS", 0.01)
    seen = Seen(monkeypatch)
    with pytest.raises(DocumentFailed) as failure:
        pdf._in_a_child(json.dumps({}).encode())
    assert failure.value.facts == {"ended": "timeout"}
    assert seen.children[0].returncode is not None


def test_a_child_that_fails_says_nothing_of_the_content(capfd: pytest.CaptureFixture[str]) -> None:
    content = replace(samples.content(samples.of_lines(1)), title="SECRET NAME")
    broken = json.loads(pdf._job(content, fonts=FONTS, at=samples.AT)) | {
        "content": '{"title": "SECRET NAME"}'
    }
    with pytest.raises(DocumentFailed) as failure:
        pdf._in_a_child(json.dumps(broken).encode())
    assert failure.value.facts == {"ended": "exit 3"}
    assert failure.value.retryable
    assert "SECRET" not in str(failure.value) + "".join(capfd.readouterr())
