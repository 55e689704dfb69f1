"""How a structure's text messages and notices leave: the page of its head."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from aufil.delivery import actions, queries
from aufil.delivery.forms import SmsSettingsForm, TrialForm, typed_of
from aufil.kernel.phones import spoken
from aufil.people import access
from aufil.people.access import PersonRequest
from aufil.people.models import Structure
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page

HERE = "/structure/sms/"
CHOICES = {name: getattr(field, "choices", None) for name, field in SmsSettingsForm.base_fields.items()}


@signed_in_page
@require_http_methods(["GET", "POST"])
def sms_settings(request: PersonRequest) -> HttpResponse:
    """Gateway, sender, price, waits and quiet hours; and a text to try them."""
    structure = access.structure_headed(request.user, request.membership)
    gateway = queries.own_gateway_of(structure)
    form = None
    if request.method == "POST":
        form = SmsSettingsForm(request.POST, kept=gateway.name, region=structure.region)
        if form.is_valid():
            actions.change_delivery_settings(
                structure=structure, texts=form.texts(), waits=form.waits(), actor=request.user
            )
            return redirect(f"{HERE}?enregistre")
    typed: Any = request.POST or typed_of(queries.settings_of(structure), gateway.name)
    errors: Any = form.errors if form else {}
    return _page(request, structure, typed=typed, errors=errors)


@signed_in_page
@require_POST
def try_sms(request: PersonRequest) -> HttpResponse:
    """A word to one's own number."""
    structure = access.structure_headed(request.user, request.membership)
    form = TrialForm(request.POST, region=structure.region)
    typed = typed_of(queries.settings_of(structure), queries.own_gateway_of(structure).name)
    if not form.is_valid():
        more = {"phone": request.POST.get("phone", "")}
        return _page(request, structure, typed=typed | more, errors=form.errors)
    slow_down("sms-trial", str(structure.pk), times=10, seconds=3600)
    actions.try_sms(structure=structure, person=request.user, to=form.cleaned_data["phone"])
    return redirect(f"{HERE}?essai#essai")


def _page(request: PersonRequest, structure: Structure, *, typed: Any, errors: Any) -> HttpResponse:
    own = spoken(request.user.phone) if request.user.phone else ""
    context = {
        "structure": structure,
        "typed": typed if "phone" in typed else {**_without_secret(typed), "phone": own},
        "errors": errors,
        "choices": CHOICES,
        "gateway": queries.own_gateway_of(structure),
        "installation": queries.installation_gateway(),
        "trial": queries.last_trial(structure, request.user),
        "saved": "enregistre" in request.GET,
    }
    return render(request, "delivery/sms.html", context, status=422 if errors else 200)


def _without_secret(typed: Any) -> dict[str, Any]:
    """What was typed, one value a name; a secret is never sent back."""
    return {name: value for name, value in typed.items() if name != "secret"}
