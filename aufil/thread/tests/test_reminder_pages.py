"""Pages of reminders, by plain forms."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aufil.people.queries import today_in
from aufil.thread.models import Entry, Reminder


@pytest.fixture
def day(cast):
    return today_in(cast.structures["cholet"]) + timedelta(days=20)


def ask(page, cast, day, **changes):
    form = {
        "id": str(uuid4()),
        "text": "Envoie-moi ta fiche de paie",
        "due_on": day.isoformat(),
        "often": "once",
        "days": ["7", "2", "0"],
    }
    return page.post(f"/fil/{cast.thread().uid}/rappels/nouveau/", form | changes)


def shown(page, path) -> str:
    answer = page.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_asked_by_a_counsellor_it_stands_in_the_thread_and_in_every_list(cast, pages, day):
    assert ask(pages.camille, cast, day).status_code == 302
    row = Reminder.objects.get()
    assert (row.days_before, row.due_on, row.monthly) == ([7, 2, 0], day, False)
    thread = f"/fil/{cast.thread().uid}/"
    for page, path in (
        (pages.lea, "/"),
        (pages.lea, "/mes-rappels/"),
        (pages.camille, thread),
        (pages.camille, f"{thread}rappels/"),
        (pages.camille, f"/mes-jeunes/{cast.lea.uid}/"),
    ):
        assert "Envoie-moi ta fiche de paie" in shown(page, path), path
    assert f"{thread}rappels/{row.uid}/fait/" in shown(pages.lea, "/")


def test_the_same_form_sent_twice_is_one_reminder(cast, pages, day):
    uid = str(uuid4())
    for _twice in range(2):
        assert ask(pages.camille, cast, day, id=uid).status_code == 302
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "  "}, "Écrivez ce qu’il y a à faire."),
        ({"text": "a" * 301}, "C’est trop long"),
        ({"due_on": ""}, "Choisissez un jour."),
        ({"due_on": "31/02/2030"}, "Ce jour ne se lit pas."),
        ({"due_on": "2020-01-01"}, "Ce jour est passé."),
        ({"due_on": "2190-01-01"}, "C’est trop loin"),
        ({"often": "jamais"}, "Choisissez."),
        ({"days": []}, "Choisissez au moins un moment."),
        ({"days": ["99"]}, "Choisissez dans la liste."),
        ({"text": "a\x00b"}, "Un caractère ne peut pas être gardé."),
    ],
)
def test_what_cannot_be_asked_is_said_and_the_rest_stays_typed(cast, pages, day, changes, says):
    answer = ask(pages.camille, cast, day, **changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    if "text" not in changes:
        assert "Envoie-moi ta fiche de paie" in answer.content.decode()
    assert not Reminder.objects.exists()


def test_a_day_may_be_typed_as_one_writes_it(cast, pages, day):
    assert ask(pages.lea, cast, day, due_on=day.strftime("%d/%m/%Y")).status_code == 302
    assert Reminder.objects.get().made_by == cast.lea


def test_done_from_the_list_one_comes_back_to_it(cast, pages, day):
    ask(pages.camille, cast, day)
    row = Reminder.objects.get()
    path = f"/fil/{cast.thread().uid}/rappels/"
    form = {"due_on": day.isoformat(), "next": path}
    for _twice in range(2):
        answer = pages.lea.post(f"{path}{row.uid}/fait/", form)
        assert (answer.status_code, answer.url) == (302, path)
    page = shown(pages.camille, path)
    assert "C’est fini" in page
    assert "dit Léa" in page
    assert Entry.objects.filter(kind="event").count() == 1


@pytest.mark.parametrize("due_on", ["", "hier", "2027-13-01"])
def test_done_for_no_day_is_not_there(cast, pages, day, due_on):
    ask(pages.camille, cast, day)
    path = f"/fil/{cast.thread().uid}/rappels/{Reminder.objects.get().uid}/fait/"
    assert pages.lea.post(path, {"due_on": due_on}).status_code == 404


def test_who_asked_changes_and_stops_it_the_other_only_sees_it(cast, pages, day):
    ask(pages.lea, cast, day)
    path = f"/fil/{cast.thread().uid}/rappels/{Reminder.objects.get().uid}/"
    assert "Enregistrer" not in shown(pages.camille, path)
    assert "Enregistrer" in shown(pages.lea, path)
    form = {"text": "Deux", "due_on": day.isoformat(), "often": "monthly", "days": ["0"]}
    assert pages.camille.post(path, form).status_code == 403
    assert pages.lea.post(path, form).status_code == 302
    row = Reminder.objects.get()
    assert (row.text, row.monthly, row.days_before) == ("Deux", True, [0])
    assert pages.camille.post(f"{path}arreter/").status_code == 403
    assert pages.lea.post(f"{path}arreter/").status_code == 302
    assert Reminder.objects.get().stopped_by == cast.lea


def test_a_reminder_of_another_thread_is_not_there(cast, pages, day):
    ask(pages.camille, cast, day)
    row = Reminder.objects.get()
    path = f"/fil/{cast.thread('yanis').uid}/rappels/{row.uid}/"
    assert pages.camille.get(path).status_code == 404
    assert pages.camille.post(f"{path}arreter/").status_code == 404
    assert pages.camille.post(f"{path}fait/", {"due_on": day.isoformat()}).status_code == 404


def test_who_reads_the_file_but_not_the_thread_reads_no_reminder(cast, pages, day):
    ask(pages.camille, cast, day)
    assert "fiche de paie" not in shown(pages.julien, f"/mes-jeunes/{cast.lea.uid}/")


def test_a_late_one_says_so(cast, pages, day):
    ask(pages.camille, cast, day)
    Reminder.objects.update(
        first_on=timezone.localdate() - timedelta(days=2), due_on=timezone.localdate() - timedelta(days=1)
    )
    assert "jour passé" in shown(pages.lea, "/mes-rappels/")


def test_as_many_questions_for_one_reminder_as_for_three(cast, pages, day):
    def count(page, path) -> int:
        page.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert page.get(path).status_code == 200
        return len(captured)

    paths = [
        (pages.camille, f"/fil/{cast.thread().uid}/rappels/"),
        (pages.lea, "/"),
        (pages.camille, f"/mes-jeunes/{cast.lea.uid}/"),
    ]
    ask(pages.lea, cast, day)
    one = [count(*each) for each in paths]
    ask(pages.camille, cast, day)
    ask(pages.camille, cast, day)
    assert [count(*each) for each in paths] == one
