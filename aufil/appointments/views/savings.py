"""« Trajets évités »: what calls and video saved, and how that is counted."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aufil.appointments import access
from aufil.appointments.queries.savings import savings
from aufil.appointments.saved import CO2_ELECTRIC, CO2_PER_KM, CO2_WITH_CAR, CO2_YEAR, Saved
from aufil.people.access import PersonRequest
from aufil.people.actions.exporting import as_csv
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def saved(request: PersonRequest) -> HttpResponse:
    """For all the staff: sums alone, nobody's name."""
    found = savings(access.working_in(request))
    context = {
        "found": found,
        "most": max((one.km for _month, one in found.months), default=0),
        "most_of_site": max((one.km for _site, one in found.sites), default=0),
        "grams": round(CO2_PER_KM * 1000),
        "grams_with_car": round(CO2_WITH_CAR * 1000),
        "grams_electric": CO2_ELECTRIC * 1000,
        "year": CO2_YEAR,
    }
    return render(request, "appointments/savings.html", context)


@signed_in_page
@require_GET
def take_out(request: PersonRequest) -> HttpResponse:
    """The same for a spreadsheet, a line a month and a site."""
    structure = access.working_in(request)
    slow_down("export", str(request.user.pk), times=10, seconds=3600)
    head = [_("Mois"), _("Lieu"), _("Rendez-vous comptés"), _("Sans distance connue")]
    rows: list[Sequence[str]] = [[*head, _("Kilomètres"), _("Heures de route"), _("CO2 (kg)")]]
    lines = savings(structure).lines
    rows += [[f"{line.month:%Y-%m}", line.site, *_figures(line.saved)] for line in lines]
    name = _("trajets-evites-%(structure)s.csv") % {"structure": structure.slug}
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _figures(one: Saved) -> list[str]:
    measured = (one.km, one.hours, one.co2_kg)
    return [str(one.counted), str(one.unknown), *(f"{value:.1f}".replace(".", ",") for value in measured)]
