"""A young person's telephone, for the staff of their structure: let it in, print a paper, disconnect it."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.people import actions as people
from aufil.people.access import PersonRequest, young_person
from aufil.people.models import Person
from aufil.signin import actions
from aufil.signin.forms import NumberForm, PaperForm
from aufil.signin.keys import LINK, PAIRING, grouped, spelled_again
from aufil.signin.models import Link, Pairing
from aufil.signin.queries import (
    can_be_asked,
    has_personal_code,
    is_only_young,
    live_paper,
    phones_of,
    shown_pairing,
)
from aufil.ui.qr import qr_image
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def phone(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What lets this young person in, and where they are in."""
    young, _structure = young_person(request.user, uid)
    return _page(request, young)


@signed_in_page
@require_POST
def show(request: PersonRequest, uid: UUID) -> HttpResponse:
    """A fresh code for a phone that is here."""
    young, structure = young_person(request.user, uid)
    actions.show_pairing(person=young, structure=structure, maker=request.user)
    return redirect("signin:phone", uid=uid)


@signed_in_page
@require_POST
def confirm(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The number the phone shows, typed here."""
    young, _structure = young_person(request.user, uid)
    pairing = shown_pairing(young, request.user)
    if pairing is None:
        return redirect("signin:phone", uid=uid)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, young, number_error=str(form.errors["number"][0]))
    number = form.cleaned_data["number"]
    if actions.confirm_pairing(pairing=pairing.pk, number=number, actor=request.user) == "shown":
        return _page(
            request,
            young,
            number_error=_("Aucun téléphone n’a encore ouvert ce code. Faites-le ouvrir d’abord."),
        )
    return redirect("signin:phone", uid=uid)


@signed_in_page
@require_GET
def phone_state(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Where the code on the counsellor's screen stands."""
    young, _structure = young_person(request.user, uid)
    pairing = shown_pairing(young, request.user)
    if pairing is None:
        raise Http404
    state = _state(pairing)
    over = state not in ("shown", "opened")
    return JsonResponse({"state": state, "said": said_of(state, young), "over": over})


@signed_in_page
@require_http_methods(["GET", "POST"])
def paper(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Makes a paper; shows it, to be printed."""
    young, structure = young_person(request.user, uid)
    if request.method == "POST":
        form = PaperForm(request.POST)
        if not form.is_valid():
            return _page(request, young, paper_error=str(form.errors["days"][0]))
        days = form.cleaned_data["days"]
        actions.make_paper(person=young, structure=structure, days=days, maker=request.user)
        return redirect("signin:paper", uid=uid)
    link = live_paper(young)
    if link is None:
        return redirect("signin:phone", uid=uid)
    code = spelled_again(LINK, link.uid, Link.LENGTH, link.key_hash)
    address = request.build_absolute_uri(reverse("signin:link", args=[code]))
    context = {
        "young": young,
        "structure": structure,
        "phone": spoken(structure.phone) if structure.phone else "",
        "paper": link,
        "qr": qr_image(address),
        "code": grouped(code),
        "typed_at": f"{request.get_host()}{reverse('signin:typed_code')}",
        "by_code": has_personal_code(young),
    }
    return render(request, "signin/paper.html", context)


@signed_in_page
@require_POST
def disconnect(request: PersonRequest, uid: UUID, device: UUID) -> HttpResponse:
    """A lost phone opens nothing any more."""
    young, structure = young_person(request.user, uid)
    found = next((one for one in phones_of(young).live if one.uid == device), None)
    if found is None:
        raise Http404
    people.revoke_devices(devices=[found], actor=request.user, structure=structure)
    return redirect("signin:phone", uid=uid)


def _page(
    request: PersonRequest, young: Person, *, number_error: str = "", paper_error: str = ""
) -> HttpResponse:
    pairing = shown_pairing(young, request.user)
    context = {
        "young": young,
        "phone_number": spoken(young.phone) if young.phone else "",
        "pairing": _shown(request, young, pairing) if pairing else None,
        "phones": phones_of(young),
        "paper": live_paper(young),
        "can_be_asked": can_be_asked(young),
        "may_enter": is_only_young(young),
        "has_code": has_personal_code(young),
        "number_error": number_error,
        "paper_error": paper_error,
        "days": request.POST.get("days", PaperForm.USUAL),
    }
    return render(request, "signin/phone.html", context, status=422 if number_error or paper_error else 200)


def _shown(request: PersonRequest, young: Person, pairing: Pairing) -> dict[str, object]:
    """A code as the counsellor's screen shows it."""
    state = _state(pairing)
    code = spelled_again(PAIRING, pairing.uid, Pairing.LENGTH, pairing.key_hash)
    address = request.build_absolute_uri(reverse("signin:pairing", args=[code]))
    return {
        "state": state,
        "said": said_of(state, young),
        "qr": qr_image(address),
        "code": grouped(code),
        "typed_at": f"{request.get_host()}{reverse('signin:typed_code')}",
        "expires_at": pairing.expires_at,
    }


def _state(pairing: Pairing) -> str:
    return pairing.state_at(clock.now(), opened=pairing.arrivals.exists())


def said_of(state: str, young: Person) -> str:
    """Where a code stands, in a sentence that says what to do."""
    sentences = {
        "shown": _("En attente : aucun téléphone n’a encore ouvert ce code."),
        "opened": _("Un téléphone a ouvert ce code. Demandez à %(name)s le nombre qu’il affiche."),
        "confirmed": _("C’est confirmé. Le téléphone entre tout seul, en quelques secondes."),
        "in": _("C’est fait. Le téléphone est connecté au fil de %(name)s."),
        "two-phones": _(
            "Deux téléphones ont ouvert ce code. Par prudence, aucun des deux n’est entré. Affichez-en un"
            " autre, et montrez-le seulement à %(name)s."
        ),
        "wrong-number": _(
            "Ce n’était pas le nombre du téléphone. Par prudence, il n’est pas entré. Affichez un autre code."
        ),
        "expired": _("Ce code a plus de dix minutes : il ne marche plus. Affichez-en un autre."),
    }
    return sentences[state] % {"name": young.first_name}
