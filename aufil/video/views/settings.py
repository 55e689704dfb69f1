"""What a structure's head settles about video."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.people.access import PersonRequest, structure_headed
from aufil.video import actions
from aufil.video.forms import VideoForm
from aufil.video.queries import video_rules
from aufil.web.pages import signed_in_page


@signed_in_page
@require_http_methods(["GET", "POST"])
def video_settings(request: PersonRequest) -> HttpResponse:
    """Ours, or the structure's own tool."""
    structure = structure_headed(request.user, request.membership)
    form = VideoForm(request.POST or None, rules=video_rules(structure))
    if form.is_valid():
        actions.settle_video(structure=structure, by=request.user, **form.facts)
        return redirect("/structure/visio/?enregistre")
    context = {"form": form, "saved": "enregistre" in request.GET}
    return render(request, "video/settings.html", context, status=422 if form.errors else 200)
