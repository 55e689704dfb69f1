"""The gallery of components, and what a phone asks for to keep Aufil: manifest, worker, offline page."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aufil.ui.gallery import samples

WORKER = "ui/sw.js"
ICON_SIZES = (192, 512)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; for demonstrations only, since its samples are no real thread."""
    if not settings.DEMO:
        raise Http404
    return render(request, "ui/gallery.html", samples())


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows for a page it has not kept; says nothing of anybody."""
    return render(request, "ui/offline.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to let the microphone and the camera be used, and to have a text read aloud."""
    return render(request, "ui/help.html")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How Aufil looks once on a home screen."""
    icons = [
        {
            "src": static(f"ui/img/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in ICON_SIZES
    ]
    content = {
        "name": "Aufil",
        "short_name": "Aufil",
        "description": _("Le fil entre vous et votre Mission Locale"),
        "lang": "fr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf7f0",
        "theme_color": "#fffdf9",
        "icons": icons,
    }
    return JsonResponse(
        content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, at the root so that it may serve every page; asked for anew at each check."""
    if not staticfiles_storage.exists(WORKER):
        raise Http404
    stored = staticfiles_storage.url(WORKER).removeprefix(
        settings.STATIC_URL
    )  # the one that names true files
    with staticfiles_storage.open(stored) as file:
        script = file.read()
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)
