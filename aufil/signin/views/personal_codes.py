"""The four digits a young person chooses."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.people.access import PersonRequest
from aufil.signin import actions
from aufil.signin.forms import PersonalCodeForm
from aufil.signin.queries import has_personal_code, is_only_young
from aufil.web.pages import RETURN, return_path, signed_in_page


@signed_in_page
@require_http_methods(["GET", "POST"])
def personal_code(request: PersonRequest) -> HttpResponse:
    """Asked once after the first sign-in; changed from one's devices."""
    if not is_only_young(request.user):
        raise Http404
    had = has_personal_code(request.user)
    form = PersonalCodeForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        actions.choose_personal_code(person=request.user, code=form.cleaned_data["code"])
        response = redirect("people:devices" if had else return_path(request))
        response.delete_cookie(RETURN, samesite="Lax")
        return response
    error = form.errors["code"][0] if form.errors else ""
    context = {
        "had": had,
        "error": error,
        "typed": request.POST.get("code", ""),
        "later": return_path(request),
    }
    return render(request, "signin/personal_code.html", context, status=422 if error else 200)
