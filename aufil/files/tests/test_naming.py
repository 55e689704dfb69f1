"""A name a person gave, with an ending that tells the truth."""

import pytest

from aufil.files.models import NAME_LIMIT
from aufil.files.naming import ending_of, true_name

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("name", "media_type", "true"),
    [
        ("cv.pdf", PDF, "cv.pdf"),
        ("CV.PDF", PDF, "CV.PDF"),
        ("cv.docx", PDF, "cv.pdf"),
        ("cv", PDF, "cv.pdf"),
        ("facture.pdf.exe", PDF, "facture.pdf"),
        ("facture.exe.scr", PDF, "facture.pdf"),
        ("facture.2024", PDF, "facture.2024.pdf"),
        ("M. Dupont", PDF, "M. Dupont.pdf"),
        ("IMG_0001.HEIC", "image/jpeg", "IMG_0001.jpg"),
        ("photo.jpeg", "image/jpeg", "photo.jpg"),
        ("liste.csv", "text/plain", "liste.txt"),
        ("", PDF, ""),
        (".pdf", PDF, ".pdf"),
        ("cv.pdf", "inconnu/autre", "cv.pdf"),
        ("a" * NAME_LIMIT, PDF, "a" * (NAME_LIMIT - 4) + ".pdf"),
    ],
)
def test_a_name_ends_in_what_the_file_is(name: str, media_type: str, true: str):
    assert true_name(name, media_type) == true


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a", ""), ("a.b c", ""), ("a." + "x" * 9, ""), ("a.", "")]
)
def test_an_ending_is_a_word(name: str, ending: str):
    assert ending_of(name) == ending
