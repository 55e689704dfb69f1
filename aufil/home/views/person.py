"""A young person's page, for the staff of their structure; and what the young person sees of who looked."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aufil.appointments import queries as appointments
from aufil.home import queries
from aufil.kernel.phones import spoken
from aufil.people import actions as people
from aufil.people.access import Case, PersonRequest, case, may_decide, staff_membership
from aufil.people.models import Role
from aufil.people.queries import PersonFile, file_of
from aufil.thread import access as threads
from aufil.thread.queries import open_reminders
from aufil.video.queries import last_check
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

STORY, OPENINGS, AT_FIRST, REMINDERS = 30, 50, 6, 3


@signed_in_page
@require_GET
def person(request: PersonRequest, uid: UUID) -> HttpResponse:
    """All that the structure knows of a young person; that it was opened is noted, and shown to them."""
    found = case(request, uid)
    people.note_opening(young=found.young, structure=found.structure, actor=found.viewer)
    file = file_of(found.young, found.structure)
    own, last = queries.threads_about(found.young, found.structure, found.viewer)
    story, openings = queries.story_of(file), queries.openings_of(found.young, found.structure)
    reminders = open_reminders(threads.support(found.viewer, own)) if own else []
    leading = found.membership.role in (Role.PILOT, Role.HEAD)
    meetings = appointments.meetings_of(found.young, found.structure)
    context = {
        **_known(found, file),
        "meetings": meetings,
        "last_check": last_check(found.young),
        "patterns": _patterns(found, file, meetings),
        "thread": own,
        "to_consult": last if leading and not own else None,
        "reminders": reminders[:REMINDERS],
        "more_reminders": len(reminders) > REMINDERS,
        "may_decide": may_decide(found),
        "story": story[:AT_FIRST],
        "more_story": len(story) > AT_FIRST,
        "openings": openings[:AT_FIRST],
        "more_openings": len(openings) > AT_FIRST,
    }
    return render(request, "home/person.html", context)


def _patterns(found: Case, file: PersonFile, meetings: appointments.Meetings) -> list[str]:
    """What comes back in absences: for the referent alone."""
    if file.referent is None or file.referent.counsellor_id != found.viewer.pk:
        return []
    return [appointments.asked_of(one) for one in appointments.patterns_in(meetings, found.structure)]


def _known(found: Case, file: PersonFile) -> dict[str, Any]:
    young = found.young
    return {
        "case": found,
        "file": file,
        "age": young.age_on(file.today),
        "minor": young.is_minor_on(file.today),
        "phone": spoken(young.phone) if young.phone else "",
        "representatives": [
            {"row": row, "phone": spoken(row.phone) if row.phone else ""} for row in file.representatives
        ],
    }


@signed_in_page
@require_GET
def story(request: PersonRequest, uid: UUID) -> HttpResponse:
    """All that has happened, a page at a time."""
    found = case(request, uid)
    happened = queries.story_of(file_of(found.young, found.structure))
    page = Paginator(happened, STORY).get_page(request.GET.get("page"))
    return render(request, "home/story.html", {"case": found, "page": page})


@signed_in_page
@require_GET
def openings(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Who opened this page, and when: for staff."""
    found = case(request, uid)
    looked = queries.openings_of(found.young, found.structure)
    page = Paginator(looked, OPENINGS).get_page(request.GET.get("page"))
    return render(request, "home/openings.html", {"case": found, "page": page})


@signed_in_page
@require_GET
def own_openings(request: PersonRequest) -> HttpResponse:
    """« Qui a ouvert mon dossier », for the young person, gone ones too."""
    if queries.last_stay(request.user) is None:
        raise Problem("not-found")
    looked = queries.openings_of(request.user)
    page = Paginator(looked, OPENINGS).get_page(request.GET.get("page"))
    several = len({look.where for look in looked}) > 1
    return render(request, "home/own_openings.html", {"page": page, "several": several})


@signed_in_page
@require_GET
def left_people(request: PersonRequest) -> HttpResponse:
    """The young people who have left the structure: found here, in no caseload."""
    structure = staff_membership(request.user, request.membership).structure
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    page = Paginator(queries.left_stays(structure, words), OPENINGS).get_page(request.GET.get("page"))
    return render(request, "home/left_people.html", {"page": page, "q": words})
