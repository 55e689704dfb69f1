"""The thread without JavaScript: everything by plain forms and links."""

import re
from uuid import uuid4

import pytest

from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.thread.models import Entry, Member, Thread


def text_of(response):
    return response.content.decode()


def fields(response):
    """The hidden fields of the composer, as a browser would send them."""
    form = re.search(r'<form class="composer".*?</form>', text_of(response), re.DOTALL).group()
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


@pytest.fixture
def page(cast):
    return f"/fil/{cast.thread().uid}/"


def test_the_young_persons_home_is_the_thread(api, pages, cast):
    api.camille.say(cast.thread(), "Bonjour Léa")
    home = pages.lea.get("/")
    assert "Bonjour Léa" in text_of(home)
    assert home.headers["Aufil-Keep"] == "first"


def test_a_form_sent_twice_is_one_message(pages, page):
    form = fields(pages.lea.get(page)) | {"text": "coucou"}
    for _ in range(2):
        answer = pages.lea.post(page, form)
        assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert Entry.objects.get().text == "coucou"


def test_two_pages_write_two_messages(pages, page):
    for text in ("un", "deux"):
        pages.lea.post(page, fields(pages.lea.get(page)) | {"text": text})
    assert list(Entry.objects.order_by("seq").values_list("text", flat=True)) == ["un", "deux"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Écrivez quelque chose avant d’envoyer."),
        ("pfff " * 500, "trop long : 2499 caractères pour 2000"),
    ],
)
def test_a_refused_form_keeps_the_text_and_says_why(pages, page, text, said):
    form = fields(pages.lea.get(page)) | {"text": text}
    answer = pages.lea.post(page, form)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f">{text}</textarea>" in text_of(answer)
    assert fields(answer)["id"] == form["id"], "mended, it is still the same message"
    assert not Entry.objects.exists()


def test_the_same_form_with_another_text_keeps_it_and_says_why(pages, page):
    form = fields(pages.lea.get(page))
    pages.lea.post(page, form | {"text": "oui"})
    answer = pages.lea.post(page, form | {"text": "non"})
    assert "Ce message est déjà parti avec un autre texte." in text_of(answer)
    assert ">non</textarea>" in text_of(answer)
    assert Entry.objects.get().text == "oui"


def test_a_thread_closed_meanwhile_gives_the_text_back(pages, page):
    form = fields(pages.lea.get(page)) | {"text": "un long message écrit dans le car"}
    Thread.objects.update(closed_at=clock.now())
    answer = pages.lea.post(page, form)
    assert answer.status_code == 422
    assert "Cette conversation est fermée" in text_of(answer)
    assert "un long message écrit dans le car" in text_of(answer)


def test_a_forged_form_is_refused_without_a_fault(pages, page):
    for form in ({}, {"id": "pas-un-uuid", "text": "a"}, {"id": str(uuid4()), "text": "a", "reply_to": "x"}):
        assert pages.lea.post(page, form).status_code == 422
    assert not Entry.objects.exists()


def test_answering_quotes_the_message(api, pages, cast, page):
    asked = api.camille.say(cast.thread(), "Tu viens jeudi ?").json
    composer = pages.lea.get(f"{page}?repondre={asked['id']}")
    assert "Tu viens jeudi ?" in text_of(composer)
    form = fields(composer)
    assert form["reply_to"] == asked["id"]
    pages.lea.post(page, form | {"text": "oui !"})
    assert Entry.objects.get(seq=2).reply_to.uid.hex == asked["id"].replace("-", "")


def test_answering_what_is_in_another_thread_is_404(api, pages, cast, page):
    other = api.yanis.say(cast.thread("yanis"), "yo").json
    assert pages.lea.get(f"{page}?repondre={other['id']}").status_code == 404
    assert pages.lea.get(f"{page}?repondre=nimporte").status_code == 200


def test_older_messages_are_a_link_away(api, pages, cast, page):
    bodies = [{"id": str(uuid4()), "text": f"message {n}."} for n in range(1, 62)]
    for start in (0, 50):
        answer = api.lea.post(f"/threads/{cast.thread().uid}/entries/batch", bodies[start : start + 50])
        assert answer.status == 200
    last = text_of(pages.lea.get(page))
    assert "message 12." in last
    assert "message 11." not in last
    older = re.search(r'data-role="older" href="([^"]+)"', last).group(1)
    first = text_of(pages.lea.get(older))
    assert "message 11." in first
    assert 'data-role="older"' not in first


@pytest.mark.parametrize("bound", ["²", "-1", "abc", "9" * 30, "%00"])
def test_a_forged_bound_is_no_bound(api, pages, cast, page, bound):
    api.lea.say(cast.thread(), "coucou")
    assert "coucou" in text_of(pages.lea.get(f"{page}?avant={bound}"))


def test_correcting_by_the_form(api, pages, cast, page):
    uid = api.lea.say(cast.thread(), "jeudi").json["id"]
    address = f"{page}message/{uid}/modifier/"
    assert ">jeudi</textarea>" in text_of(pages.lea.get(address))
    assert pages.lea.post(address, {"text": "vendredi"}).status_code == 302
    shown = text_of(pages.camille.get(page))
    assert "vendredi" in shown
    assert "jeudi" not in shown


def test_a_refused_correction_keeps_what_was_typed(api, pages, cast, page):
    uid = api.lea.say(cast.thread(), "jeudi").json["id"]
    answer = pages.lea.post(f"{page}message/{uid}/modifier/", {"text": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in text_of(answer)
    assert "2001 caractères pour 2000" in text_of(answer)
    assert Entry.objects.get().text == "jeudi"


def test_taking_back_asks_first(api, pages, cast, page):
    uid = api.lea.say(cast.thread(), "une bêtise").json["id"]
    address = f"{page}message/{uid}/supprimer/"
    assert "une bêtise" in text_of(pages.lea.get(address))
    assert Entry.objects.get().deleted_at is None
    pages.lea.post(address)
    shown = text_of(pages.camille.get(page))
    assert "Message supprimé" in shown
    assert "une bêtise" not in shown
    assert pages.lea.post(address).status_code == 404


def test_marking_as_read_by_the_form(api, pages, cast, page):
    api.lea.say(cast.thread(), "coucou")
    pages.camille.post(f"{page}lu/", {"seen": "1"})
    assert not Notice.objects.pending().exists()
    for forged in ("", "²", "-3", "99999", "9" * 40):
        assert pages.camille.post(f"{page}lu/", {"seen": forged}).status_code == 302
    assert Member.objects.get(person=cast.camille, thread=cast.thread()).seen_seq == 1


def test_writing_by_the_form_says_what_was_on_the_page(api, pages, cast, page):
    """Who answers on a page has had what it showed before them."""
    api.lea.say(cast.thread(), "coucou")
    form = fields(pages.camille.get(page)) | {"text": "Bonjour Léa"}
    api.lea.say(cast.thread(), "encore un, arrivé après la page")
    pages.camille.post(page, form)
    assert Member.objects.get(person=cast.camille, thread=cast.thread()).seen_seq == 1


@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}])
@pytest.mark.parametrize("where", ["/", "/fil/{uid}/", "/?fil={uid}", "/mes-jeunes/"])
def test_opening_a_page_never_marks_anything_as_read(api, pages, cast, where, headers):
    api.lea.say(cast.thread(), "coucou")
    response = pages.camille.get(where.format(uid=cast.thread().uid), headers=headers)
    assert response.status_code == 200
    assert Member.objects.get(person=cast.camille, thread=cast.thread()).seen_seq == 0
    assert Notice.objects.pending().count() == 1


def test_the_unread_line_stands_before_the_first_new_message(api, pages, cast, page):
    api.lea.say(cast.thread(), "déjà lu")
    api.camille.post(f"/threads/{cast.thread().uid}/read", {"seq": 1})
    api.lea.say(cast.thread(), "tout neuf")
    shown = text_of(pages.camille.get(page))
    assert shown.index("déjà lu") < shown.index('data-role="unread-line"') < shown.index("tout neuf")
    assert 'data-role="unread-line"' not in text_of(pages.lea.get(page)), "what one wrote is not new to one"


def test_two_times_are_shown_when_a_message_came_late(api, pages, cast, page):
    api.lea.say(cast.thread(), "du car", written_at="2026-01-01T07:10:00+01:00")
    assert "écrit" in text_of(pages.camille.get(page))
    assert re.search(r'data-role="late">\s*écrit', text_of(pages.camille.get(page)))


def test_text_is_shown_as_text_with_its_links_and_lines(api, pages, cast, page):
    api.lea.say(cast.thread(), "<script>alert(1)</script>\nvoir https://exemple.fr/a?b=1&c=2")
    shown = text_of(pages.camille.get(page))
    assert "<script>alert" not in shown
    assert '&lt;script&gt;alert(1)&lt;/script&gt;\nvoir <a href="https://exemple.fr/a?b=1&amp;c=2"' in shown


def test_a_group_is_opened_by_the_form(pages, cast):
    form = {"title": "Club du mardi", "young": [str(cast.lea.uid), str(cast.ousmane.uid)], "staff": []}
    answer = pages.camille.post("/groupes/nouveau/", form)
    thread = Thread.objects.get(title="Club du mardi")
    assert answer.headers["Location"] == f"/fil/{thread.uid}/"
    names = set(Member.objects.filter(thread=thread).values_list("person__username", flat=True))
    assert names == {"camille", "lea"}, "Ousmane is of another structure"


def test_a_group_without_a_name_keeps_what_was_ticked(pages, cast):
    answer = pages.camille.post("/groupes/nouveau/", {"title": " ", "young": [str(cast.lea.uid)]})
    assert answer.status_code == 422
    assert "Donnez un nom au groupe." in text_of(answer)
    assert f'value="{cast.lea.uid}" checked' in text_of(answer)
    assert not Thread.objects.filter(kind="group").exists()


def test_a_groups_page_shows_a_young_person_first_names_alone(api, pages, cast):
    group = {"title": "Club", "participants": [str(cast.lea.uid), str(cast.yanis.uid)]}
    uid = api.camille.post("/threads", group).json["id"]
    first = {"id": str(uuid4()), "text": "coucou"}
    api.lea.post(f"/threads/{uid}/entries", first)
    api.camille.post(
        f"/threads/{uid}/entries", {"id": str(uuid4()), "text": "oui ?", "reply_to": first["id"]}
    )
    shown = text_of(pages.yanis.get(f"/fil/{uid}/"))
    assert "Léa" in shown
    assert "Baron" not in shown
    assert "Rousseau" not in shown
    assert "Baron" in text_of(pages.camille.get(f"/fil/{uid}/"))


def test_the_page_of_members_names_them_as_the_reader_may_know_them(api, pages, cast, page):
    shown = text_of(pages.camille.get(f"{page}personnes/"))
    assert "Léa Baron" in shown
    assert "Julien Besnard" in shown
    assert "Lemoine" not in shown
    peer = text_of(pages.lea.get(f"{page}personnes/"))
    assert ("Camille" in peer, "Rousseau" in peer) == (True, False)
