"""E-mails as the usual French mail programs write them, and as nobody should."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.delivery.inbox.quotes import reply_in
from aufil.delivery.inbox.reading import read

MAILS = Path(__file__).parent / "mails"
SAID = {
    "gmail": "Oui, mardi à 14 h 30 ça me va. J’apporte mon CV.",
    "gmail-html": "C'est d'accord pour mardi.\n\nFaut-il <apporter> un papier ?",
    "outlook": "Bonjour,\n\nJe ne peux pas mardi, je suis en stage.\nJeudi c’est possible ?",
    "outlook-bureau": "Voici l’attestation demandée.",
    "outlook-telephone": "Ok pour mardi",
    "orange": "Merci, c’est noté pour mardi.",
    "orange-application": "Je serai en retard de 10 minutes.",
    "free": "J’ai rempli le formulaire hier soir.",
    "iphone": "Non désolée je travaille",
    "thunderbird": "Oui, avec plaisir.\nJe l’ai refait, je l’apporte.",
    "yahoo": "Bonjour Camille, j’ai trouvé un stage !",
    "android": "On peut se voir le 12 ? Ma sœur a écrit à la mairie pour le logement.",
    "laposte": "D’accord.",
    "html-seul": "J’ai perdu mon téléphone.\n\nJe vous écris d’ici.\nMerci",
    "jeu-de-caracteres": "Ça marche, à bientôt à l’accueil.",
    "windows": "J’arrive à 9 h, promis œuf",
}


def mail(name: str):
    return read((MAILS / f"{name}.eml").read_bytes())


@pytest.mark.parametrize("name", SAID)
def test_an_answer_is_what_was_written_anew(name):
    assert mail(name).text == SAID[name]
    assert mail(name).sender == "lea@exemple.fr"
    assert mail(name).subject == "Camille vous a écrit" or mail(name).subject.lower().startswith("re")


def test_what_was_cut_is_kept_in_the_original():
    assert "Pouvez-vous venir mardi" in mail("gmail").original
    assert mail("windows").original == ""


def test_what_is_forwarded_is_meant_to_be_read():
    said = mail("transfere").text
    assert "Regardez ce que l’employeur" in said
    assert "venez lundi à 8 h" in said


def test_an_answer_says_which_of_ours_it_answers():
    assert str(mail("iphone").answers) == "0199c9f1-3b0e-7d61-9f52-6b1f0a3c2d10"


def test_photos_and_papers_come_with_their_names_and_outlook_s_wrapping_does_not():
    assert [name for name, _data in mail("pieces-jointes").attachments] == ["photo de l’été.png", "fiche.pdf"]


def test_a_reply_sent_by_a_machine_is_told_apart():
    assert mail("absence").automatic
    assert not mail("gmail").automatic


@pytest.mark.parametrize(
    "headers",
    [
        "Precedence: bulk",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "Subject: =?utf-8?q?R=C3=A9ponse_automatique_?=: absence",
        "Subject: Automatic reply: ok",
        "From: MAILER-DAEMON@exemple.fr",
        "Auto-Submitted: auto-generated (vacation)",
        "List-Id: <annonces.exemple.fr>",
    ],
)
def test_machines_are_known_by(headers):
    assert read(f"{headers}\r\n\r\nBonjour\r\n".encode()).automatic


def test_a_person_who_speaks_of_holidays_is_a_person():
    assert not read(
        "From: lea@exemple.fr\r\nSubject: vacances de mon frère\r\n\r\nBonjour".encode()
    ).automatic


def test_the_report_of_a_mail_server_has_no_envelope_sender():
    for nobody in ("", "<>"):
        assert read(b"From: lea@exemple.fr\r\n\r\nBonjour", envelope_sender=nobody).automatic


def test_the_same_mail_has_the_same_name_and_another_sender_s_has_not():
    one, other = (
        f"From: {who}@exemple.fr\r\nMessage-ID: <1@x>\r\n\r\nok".encode() for who in ("lea", "yanis")
    )
    assert read(one).ref == read(one).ref != read(other).ref


@pytest.mark.parametrize(
    "text",
    [
        "Le 3 j’ai un entretien, le 4 un stage.",
        "A bientôt\nDe : rien",
        "Stop aux devoirs. Date : lundi\nTout va bien",
        "- un\n- deux\n-- trois",
        "Bonne journée\net merci pour tout, j’ai eu le poste !",
        "Cordialement est un mot que je ne sais pas écrire dans une lettre, comment on fait ?\nMerci",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert reply_in(text) == text


def test_nothing_but_a_quote_is_said_whole():
    said = read(b"From: lea@exemple.fr\r\n\r\n> Bonjour\r\n> Venez mardi\r\n").text
    assert "Venez mardi" in said


def test_mails_within_mails_are_read():
    inner = "Content-Type: text/plain; charset=utf-8\r\nSubject: x\r\n\r\nVenez lundi.\r\n"
    raw = (
        "From: lea@exemple.fr\r\nSubject: Tr: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\n\r\nVoir ci-joint\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    )
    said = read(raw.encode()).text
    assert "Voir ci-joint" in said
    assert "Venez lundi." in said


def test_parts_nested_without_end_end():
    raw = b"From: lea@exemple.fr\r\n"
    for n in range(200):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
    read(raw)


AWFUL = [
    b"",
    b"\x00" * 5_000,
    b"From: =?utf-8?b?////?= <a@b>\r\nSubject: =?x-unknown?q?=E9t=E9?=\r\n\r\n\xff\xfe",
    b"From: \xe9\xe8 <lea@exemple.fr>\r\nSubject: \xc3\xa9t\xc3\xa9 \xe9\r\n\r\nok",
    b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    b"Content-Type: text/plain; charset*=utf-8''%FF%00\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!=",
    b"Content-Type: text/html\r\n\r\n" + b"<div><!--" * 20_000,
    b"Content-Type: text/html\r\n\r\n" + b"<div class=gmail_quote>" * 20_000 + b"x",
    b"Content-Type: text/html\r\n\r\n" + b"<a<a<a " * 30_000,
    b"Content-Type: text/html\r\n\r\n" + b"</x><y " * 30_000,
    b"Content-Type: text/html\r\n\r\n" + b"&#" * 90_000,
    b"Content-Type: text/html\r\n\r\n<![CDATA[" + b"<![" * 50_000,
    b"\r\n" + b"Le 9 nov. " * 20_000,
    b"\r\n" + b"> " * 50_000,
    b"\r\n" + b"De : \nDate : \n" * 20_000,
    b"\r\n" + (b"Le 9 a" + b" " * 900 + b"\n") * 2_000,
    b"\r\n" + b"-" * 50_000 + b"\n" + b"_" * 50_000,
    b"From: " + b"a" * 100_000 + b"\r\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nok",
    b"To: " + b"<a@b>, " * 50_000 + b"\r\n\r\nok",
    b"References: " + b"<x@y> " * 50_000 + b"\r\n\r\nok",
    b"Content-Type: text/plain; charset=utf-16\r\n\r\nabc",
    b"Content-Type: text/plain; charset=rot13\r\n\r\nabc",
    b"Content-Type: text/plain; charset=\xe9\r\nContent-Disposition: attachment; filename*=utf-8''%ff\r\n\r\nabc",
]


@pytest.mark.parametrize("raw", AWFUL, ids=range(len(AWFUL)))
def test_awful_mail_is_read_quickly(raw):
    began = time.perf_counter()
    found = read(raw)
    assert time.perf_counter() - began < 2
    "".join([found.text, found.original, found.subject, found.sender, found.receiver]).encode()


PIECES = st.sampled_from(
    [
        b"\r\n",
        b"From: Lea <lea@exemple.fr>",
        b"Subject: =?utf-8?b?",
        b"?=",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: text/html; charset=iso-8859-1",
        b"Content-Transfer-Encoding: base64",
        b"--b",
        b"--b--",
        b"<blockquote>",
        b"</div>",
        b"> Le 9 nov. 2026, Camille a \xc3\xa9crit :",
        "De : moi\nEnvoyé : lundi\nÀ : toi\n".encode(),
        b"Content-Type: message/rfc822",
        b"filename*0=",
    ]
)


@settings(max_examples=150, deadline=1_500)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=40), st.just(b"\r\n")), max_size=40))
def test_broken_bytes_never_raise(pieces):
    found = read(b"".join(pieces))
    "".join([found.text, found.original, found.subject, found.sender, found.receiver]).encode()
