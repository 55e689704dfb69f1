"""« Joindre les jeunes »: for pilot and head, how well the structure reaches its young people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aufil.delivery.queries import Seen
from aufil.home import queries
from aufil.kernel.phones import spoken
from aufil.people import actions as people
from aufil.people.access import PersonRequest, structure_seen
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page

DAY = timedelta(days=1)


class Bar(NamedTuple):
    """A line of a plot: what it says, how many of how many."""

    label: str
    number: int
    of: int


@signed_in_page
@require_GET
def reachability(request: PersonRequest) -> HttpResponse:
    """States and figures, with the names of those who cannot be reached: never a text."""
    structure = structure_seen(request.user, request.membership)
    found = queries.reachability(structure)
    labels = failures()
    context = {
        "structure": structure,
        "found": found,
        "ways": ways(found),
        "seen": steps(found.seen),
        "failures": [Bar(labels[name], count, found.total) for name, count in found.failures.most_common()],
        "failing": [(one, [labels[name] for name in one.it.failing]) for one in found.failing],
        "day": DAY,
        "hour_share": _share(found.seen.within(timedelta(hours=1)), found.seen.written),
        "day_share": _share(found.seen.within(DAY), found.seen.written),
        "most_parts": max((month.parts for month in found.months), default=0),
        "cents": found.price / 10,
        "kept_days": structure.keep_former_texts_days,
    }
    return render(request, "home/reachability.html", context)


@signed_in_page
@require_GET
def take_out(request: PersonRequest) -> HttpResponse:
    """Those whom nothing reaches, or one of whose ways has closed, as a list for a spreadsheet."""
    structure = structure_seen(request.user, request.membership)
    slow_down("export", str(request.user.pk), times=10, seconds=3600)
    labels = failures()
    rows: list[Sequence[str]] = [
        [_("Nom"), _("Prénom"), _("Téléphone"), _("E-mail"), _("Référent"), _("Ce qui manque")]
    ]
    for one, referent in queries.to_take_out(structure):
        missing = [_("aucun moyen de joindre")] if one.by_nothing else []
        missing += [labels[name] for name in one.failing]
        phone = spoken(one.phone) if one.phone else ""
        rows.append([one.last_name, one.first_name, phone, one.email, referent, ", ".join(missing)])
    content = people.take_out_list(structure=structure, actor=request.user, rows=rows)
    name = _("a-joindre-%(structure)s.csv") % {"structure": structure.slug}
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def failures() -> dict[str, str]:
    """What each way that has closed is called (see `Reached.failing`)."""
    return {
        "phone-wrong": _("numéro faux"),
        "sms-dead": _("numéro qui ne reçoit plus les SMS"),
        "sms-stopped": _("SMS arrêtés sur demande"),
        "email-dead": _("adresse e-mail qui ne reçoit plus rien"),
        "email-stopped": _("e-mails arrêtés sur demande"),
        "push-gone": _("notifications coupées"),
    }


def ways(found: queries.Reachability) -> list[Bar]:
    """By what people can be told; one may be told by several."""
    return [
        Bar(label, count, found.total)
        for label, count in (
            (_("Notification"), found.push),
            (_("SMS"), found.sms),
            (_("E-mail"), found.email),
            (_("Dans Aufil seulement"), found.only_app),
            (_("Par un appel seulement"), found.only_call),
            (_("Par rien"), found.nothing),
        )
    ]


def steps(seen: Seen) -> list[Bar]:
    """After how long what was written was seen, and what became of the rest."""
    hour = timedelta(hours=1)
    spans = (
        (_("en moins de 5 minutes"), timedelta(), hour / 12),
        (_("de 5 minutes à 1 heure"), hour / 12, hour),
        (_("de 1 à 4 heures"), hour, 4 * hour),
        (_("de 4 heures à 1 jour"), 4 * hour, DAY),
        (_("de 1 à 3 jours"), DAY, 3 * DAY),
        (_("après 3 jours"), 3 * DAY, timedelta.max),
    )
    bars = [Bar(label, seen.within(most, least), seen.written) for label, least, most in spans]
    rest = (
        (_("reçu par SMS ou e-mail, lecture inconnue"), seen.received),
        (_("dit au téléphone"), seen.called),
        (_("pas vu"), seen.unseen),
    )
    return [*bars, *(Bar(label, count, seen.written) for label, count in rest)]


def _share(part: int, whole: int) -> int | None:
    """In per cent; None of nothing."""
    return round(100 * part / whole) if whole else None
