from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.http import require_GET

from aufil.config.api import api, openapi
from aufil.operate.views import api_docs


@require_GET
def openapi_document(request: HttpRequest) -> HttpResponse:
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


handler404 = "aufil.home.views.missing"
handler429 = "aufil.signin.staff.views.too_often"

urlpatterns = [
    path("api/v1/openapi.json", openapi_document, name="openapi"),
    path("api/v1/docs", lambda request: api_docs(request, openapi()), name="api_docs"),
    path("", include("aufil.delivery.urls")),
    path("api/v1/", api.urls),
    path("", include("aufil.home.urls")),
    path("", include("aufil.appointments.urls")),
    path("", include("aufil.video.urls")),
    path("", include("aufil.thread.urls")),
    path("", include("aufil.signin.urls")),
    path("equipe/", include("aufil.signin.staff.urls")),
    path("", include("aufil.people.urls")),
    path("", include("aufil.operate.urls")),
    path("", include("aufil.ui.urls")),
    path("", include("aufil.demo.urls")),
]
