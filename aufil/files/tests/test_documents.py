"""Documents: what they are is read in them; programs, archives and what is two things at once stay outside."""

import io
import zipfile
import zlib

import pikepdf
import pytest

from aufil.demo.making import pdf
from aufil.files.preparing.outcome import Refused
from aufil.files.tests.awful import (
    EXECUTABLE,
    PAGE,
    SCRIPTED_SVG,
    docx,
    heic,
    jpeg,
    locked_pdf,
    odt,
    ole,
    pdf_with,
    zipped,
)
from aufil.files.tests.examining import fate, in_child, prepared, refusal

OOXML = "application/vnd.openxmlformats-officedocument."
RTF = rb"{\rtf1\ansi Bonjour {\b monde}" + b" et bonjour" * 20 + b"}"
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('total')")


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (pdf("Page", ["texte"]), "cv.docx", "application/pdf"),
        (docx(), "cv.pdf", OOXML + "wordprocessingml.document"),
        (docx("spreadsheetml.sheet"), "", OOXML + "spreadsheetml.sheet"),
        (docx("presentationml.presentation"), "", OOXML + "presentationml.presentation"),
        (docx("presentationml.slideshow"), "", OOXML + "presentationml.slideshow"),
        (odt(), "", "application/vnd.oasis.opendocument.text"),
        (ole("WordDocument", "1Table"), "", "application/msword"),
        (ole("Workbook"), "", "application/vnd.ms-excel"),
        (ole("PowerPoint Document", "Pictures"), "", "application/vnd.ms-powerpoint"),
        (RTF, "", "application/rtf"),
        ("Bonjour Léa,\nà mardi 14 h.\n".encode(), "mot.txt", "text/plain"),
        ("Bonjour Léa".encode("cp1252"), "mot.txt", "text/plain"),
        ("\ufeffBonjour Léa".encode("utf-16"), "mot.txt", "text/plain"),
        (b"nom;pr\xc3\xa9nom\nBaron;L\xc3\xa9a\n", "liste.csv", "text/csv"),
        (b"nom;pr\xc3\xa9nom\n", "liste.pdf", "text/plain"),
    ],
)
def test_what_it_is_is_read_in_its_bytes(data: bytes, name: str, media_type: str):
    done = prepared(data, name=name)
    assert (done.result.media_type, done.result.locked) == (media_type, False)
    assert done.versions == {"original": data}, "kept as it came"


@pytest.mark.parametrize("name", ["photo.jpg", "cv.pdf", "cv.docx", "notes.txt", ""])
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (EXECUTABLE, "not-that-kind"),
        (b"\x7fELF" + bytes(100), "not-that-kind"),
        (b"\xca\xfe\xba\xbe" + bytes(100), "not-that-kind"),
        (PAGE, "not-that-kind"),
        (b"\n  <!-- rien --> <html><body>", "not-that-kind"),
        (SCRIPTED_SVG, "not-that-kind"),
        (b'<?xml version="1.0"?>' + SCRIPTED_SVG, "not-that-kind"),
        ("\ufeff<script>".encode("utf-16"), "not-that-kind"),
        (b"bonjour <ScRiPt src=x>", "not-that-kind"),
        (b"#!/bin/sh\nrm -rf ~\n", "not-that-kind"),
        (b"@echo off\r\nformat c:\r\n", "not-that-kind"),
        (b"<?php system($_GET[0]);", "not-that-kind"),
        (b"GIF89a" + bytes(100), "not-that-kind"),
        (bytes(500), "not-that-kind"),
        (zipped({"a.txt": b"bonjour"}), "archive"),
        (zipped({"META-INF/MANIFEST.MF": b"", "A.class": b""}), "not-that-kind"),
        (zipped({}), "archive"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "archive"),
        (b"\x1f\x8b\x08" + bytes(50), "archive"),
        (bytes(257) + b"ustar\x0000" + bytes(300), "archive"),
        (ole("SummaryInformation", "!_StringData"), "not-that-kind"),
    ],
)
def test_what_is_no_document_stays_outside_whatever_its_name(data: bytes, code: str, name: str):
    assert refusal(data, name=name) == code


@pytest.mark.parametrize("name", ["virus.bat", "x.PS1", "a.js", "page.html", "logo.svg", "lien.url"])
def test_a_text_its_sender_calls_a_program_is_one(name: str):
    assert refusal(b"echo bonjour", name=name) == "not-that-kind"


@pytest.mark.parametrize(
    "data",
    [
        docx(**{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        docx(**{"word/embeddings/oleObject1.bin": b"x" * 70_000 + "\x01Ole10Native".encode("utf-16-le")}),
        odt(**{"Basic/Standard/Module1.xml": b"<script/>"}),
        odt(**{"Scripts/python/a.py": b"import os"}),
        ole("WordDocument", "Macros", "VBA", "_VBA_PROJECT"),
        ole("Workbook", "_VBA_PROJECT_CUR"),
        ole("WordDocument", "ObjectPool", "\x01Ole10Native"),
        rb"{\rtf1 {\object\objemb{\*\objdata 0105}}}",
        pdf_with(LAUNCH),
        pdf_with(
            pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://exemple.fr", Next=pikepdf.Array([LAUNCH]))
        ),
        pdf_with(attached={"facture.exe": EXECUTABLE}),
        pdf_with(attached={"page.html": PAGE}),
        pdf_with(attached={"a.zip": zipped({"a": b"b"})}),
    ],
)
def test_a_document_that_holds_a_program_stays_outside(data: bytes):
    assert refusal(data) == "active"


def test_a_document_without_a_macro_but_with_the_empty_library_is_taken():
    empty = {"Basic/script-lc.xml": b"<l/>", "Basic/Standard/script-lb.xml": b"<l/>"}
    assert prepared(odt(**empty)).result.media_type.endswith(".text")


def test_a_form_that_adds_up_figures_is_taken_as_it_is():
    data = pdf_with(SCRIPT)
    assert prepared(data).versions["original"] == data


def test_an_invoice_with_its_figures_beside_it_is_taken():
    assert prepared(pdf_with(attached={"factur-x.xml": b'<?xml version="1.0"?><rsm:Invoice/>'}))
    assert prepared(pdf_with(attached={"notes.txt": b"bonjour", "photo.jpg": jpeg(), "cv.docx": docx()}))


def test_a_document_that_asks_for_a_password_is_taken_and_said_to():
    encrypted = odt(manifest=b"<manifest:encryption-data/>")
    for data, name, kind in (
        (locked_pdf(), "releve.pdf", "application/pdf"),
        (ole("EncryptedPackage", "EncryptionInfo"), "notes.xlsx", OOXML + "spreadsheetml.sheet"),
        (ole("EncryptedPackage", "EncryptionInfo"), "notes.exe", OOXML + "wordprocessingml.document"),
        (encrypted, "", "application/vnd.oasis.opendocument.text"),
    ):
        done = prepared(data, name=name)
        assert (done.result.media_type, done.result.locked) == (kind, True)
        assert done.versions["original"] == data


def test_a_pdf_that_only_forbids_printing_asks_for_no_password():
    with pikepdf.open(io.BytesIO(pdf_with(attached={"notes.txt": b"bonjour"}))) as document:
        place = io.BytesIO()
        document.save(place, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert not prepared(place.getvalue()).result.locked


@pytest.mark.parametrize("filters", [["/ASCIIHexDecode"], ["/FlateDecode", "/LZWDecode"]])
def test_a_pdf_that_wraps_what_it_carries_in_many_papers_is_too_much(filters: list[str]):
    with pikepdf.open(io.BytesIO(pdf("Page", []))) as document:
        stream = pikepdf.Stream(document, zlib.compress(b"00"))
        stream.stream_dict.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters])
        document.Root.AF = pikepdf.Array([pikepdf.Dictionary(EF=pikepdf.Dictionary(F=stream))])
        place = io.BytesIO()
        document.save(place, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert refusal(place.getvalue()) == "too-much"


class TestTwoThingsAtOnce:
    """A file that is valid as two things is made one, or stays outside."""

    archive = zipped({"a.class": b"\xca\xfe\xba\xbe"})

    @pytest.mark.parametrize(
        "data",
        [
            pdf("Page", ["texte"]) + archive,
            pdf("Page", ["texte"]) + PAGE,
            pdf("Page", ["texte"]) + EXECUTABLE,
            PAGE[:200] + pdf("Page", ["texte"]),
            b"\xef\xbb\xbf" + pdf("Page", ["texte"]),
        ],
        ids=["archive", "page", "program", "prefix", "mark"],
    )
    def test_a_pdf_that_is_something_else_too_is_written_anew_without_it(self, data: bytes):
        kept = prepared(data).versions["original"]
        assert kept.startswith(b"%PDF-")
        assert kept.rstrip().endswith(b"%%EOF")
        assert not zipfile.is_zipfile(io.BytesIO(kept))
        assert b"<script>" not in kept
        assert EXECUTABLE not in kept
        with pikepdf.open(io.BytesIO(kept)) as document:
            assert len(document.pages) == 1

    def test_one_that_cannot_be_written_anew_stays_outside(self):
        assert refusal(locked_pdf() + self.archive) == "two-in-one"
        signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]))
        assert refusal(pdf_with(signature) + self.archive) == "two-in-one"

    def test_a_document_with_something_before_or_behind_it_stays_outside(self):
        assert refusal(docx() + EXECUTABLE) in ("two-in-one", "broken")
        assert refusal(docx() + b"\0") in ("two-in-one", "broken")
        assert refusal(docx()[:-2] + b"\x05\x00" + b"%PDF-") == "two-in-one"
        assert refusal(EXECUTABLE + docx()) == "not-that-kind"

    def test_a_document_that_begins_as_a_pdf_too_stays_outside(self):
        place = io.BytesIO()
        with zipfile.ZipFile(place, "w") as archive:
            archive.writestr("%PDF-1.7", b"1 0 obj")
            with zipfile.ZipFile(io.BytesIO(docx())) as real:
                for name in real.namelist():
                    archive.writestr(name, real.read(name))
        assert refusal(place.getvalue()) in ("two-in-one", "broken")


class TestBombs:
    def test_a_document_that_unpacks_to_too_much_is_not_unpacked_to_its_end(self):
        bomb = docx(**{f"word/media/{n}.xml": bytes(40_000_000) for n in range(10)})
        assert len(bomb) < 1_000_000
        assert fate(bomb) == "too-much"

    def test_a_document_of_too_many_parts(self):
        place = io.BytesIO()
        with zipfile.ZipFile(place, "w") as archive:
            for number in range(10_001):
                archive.writestr(f"{number}", b"")
        assert refusal(place.getvalue()) == "too-much"

    def test_a_member_that_lies_about_its_size_is_broken(self):
        whole = bytearray(docx())
        at = whole.rindex(b"PK\x01\x02")
        whole[at + 24 : at + 28] = b"\x05\x00\x00\x00"
        assert refusal(bytes(whole)) == "broken"

    @pytest.mark.parametrize("filters", ["/FlateDecode", ["/FlateDecode", "/FlateDecode"]])
    def test_a_pdf_whose_attachment_unpacks_to_gigabytes(self, filters: str | list[str]):
        squeeze = zlib.compressobj(9)
        bomb = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(300)) + squeeze.flush()
        names = [filters] if isinstance(filters, str) else filters
        for _ in names[1:]:
            bomb = zlib.compress(bomb)
        with pikepdf.open(io.BytesIO(pdf("Page", []))) as document:
            stream = pikepdf.Stream(document, bomb)
            stream.stream_dict.Filter = pikepdf.Array([pikepdf.Name(name) for name in names])
            if len(names) == 1:
                stream.stream_dict.Filter = pikepdf.Name(names[0])
            document.Root.AF = pikepdf.Array([pikepdf.Dictionary(EF=pikepdf.Dictionary(F=stream))])
            place = io.BytesIO()
            document.save(place, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        assert len(place.getvalue()) < 5_000_000
        assert fate(place.getvalue()) == "too-much"

    def test_a_pdf_that_turns_in_circles_ends(self):
        with pikepdf.open(io.BytesIO(pdf("Page", []))) as document:
            document.Root.Self = document.Root
            document.Root.Pages.Kids.append(document.Root.Pages)
            place = io.BytesIO()
            document.save(place)
        assert fate(place.getvalue()) in ("broken", "application/pdf")


@pytest.mark.parametrize(
    "whole",
    [pdf("Page", ["texte"] * 30), docx(), odt(), ole("WordDocument", "1Table", "Data", "x", "y", "z"), RTF],
    ids=["pdf", "docx", "odt", "doc", "rtf"],
)
def test_a_document_cut_at_any_tenth_is_broken(whole: bytes):
    for tenth in range(1, 10):
        with pytest.raises((Refused, pikepdf.PdfError)) as raised:
            prepared(whole[: len(whole) * tenth // 10])
        assert not isinstance(raised.value, Refused) or raised.value.code in ("broken", "not-that-kind")


def test_a_pdf_for_reading_on_the_way_cut_behind_its_first_page_is_broken():
    with pikepdf.open(io.BytesIO(pdf("Page", ["texte"]))) as document:
        for _ in range(20):
            document.add_blank_page()
        place = io.BytesIO()
        document.save(place, linearize=True)
    whole = place.getvalue()
    first = whole.index(b"%%EOF")
    assert refusal(whole[: first + 200]) == "broken"
    assert not refusal(whole)


def test_a_document_is_read_in_a_child_in_life():
    assert in_child(pdf("Page", ["texte"]), name="cv.pdf").result.media_type == "application/pdf"
    assert fate(heic(), name="photo.heic") == "image/jpeg"
    assert fate(docx()) == OOXML + "wordprocessingml.document"
    assert fate("été".encode("cp1252"), name="a.csv") == "text/csv"
