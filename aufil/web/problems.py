"""Errors of the API as problem documents (RFC 9457): a stable `type`, a French `title` and `detail`."""

from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"

TITLES: dict[str, tuple[int, Any]] = {
    "malformed": (400, _("Cette demande est mal formée.")),
    "sign-in": (401, _("Connectez-vous pour continuer.")),
    "device-revoked": (401, _("Cet appareil a été déconnecté.")),
    "cross-origin": (403, _("Cette demande vient d’un autre site.")),
    "forbidden": (403, _("Vous ne pouvez pas faire cela ici.")),
    "not-found": (404, _("Cette page n’existe pas, ou n’est pas pour vous.")),
    "method": (405, _("Cette adresse n’accepte pas cette méthode.")),
    "silent": (408, _("Plus rien n’arrive. Reprenez où c’en était.")),
    "conflict": (409, _("Cet identifiant sert déjà à autre chose.")),
    "offset": (409, _("Ces octets ne sont pas la suite de ce qui est arrivé. Demandez où reprendre.")),
    "gone": (410, _("Cela n’existe plus.")),
    "version": (412, _("Cette version du protocole d’envoi n’est pas connue ici.")),
    "too-large": (413, _("C’est trop gros pour être envoyé.")),
    "unsupported": (415, _("Ce type de contenu n’est pas attendu à cette adresse.")),
    "invalid": (422, _("Quelque chose est à corriger.")),
    "not-tried": (424, _("Pas essayé : le message d’avant a été refusé.")),
    "slow-down": (429, _("Trop de demandes. Attendez un peu.")),
    "checksum": (460, _("Ces octets sont arrivés abîmés. Envoyez-les de nouveau.")),
    "fault": (500, _("Aufil a eu un problème. Réessayez dans un moment.")),
    "unavailable": (503, _("Aufil n’est pas disponible. Réessayez dans un moment.")),
    "full": (507, _("Il n’y a plus de place pour garder cela. Réessayez plus tard.")),
}


class Problem(Exception):
    """An answer that is not the one hoped for; raised anywhere below a door, written by the door."""

    def __init__(
        self,
        kind: str,
        detail: str | Promise = "",
        *,
        errors: dict[str, list[str]] | None = None,
        retry_after: int | None = None,
        more: dict[str, Any] | None = None,
    ) -> None:
        """`more`: members of the document beside those of the RFC, ready for JSON."""
        self.kind = kind
        self.status, self.title = TITLES[kind]
        self.detail = detail
        self.errors = errors
        self.retry_after = retry_after
        self.more = more
        super().__init__(kind)

    def document(self) -> dict[str, Any]:
        """The JSON object of RFC 9457."""
        document: dict[str, Any] = {
            "type": f"/api/v1/problems#{self.kind}",
            "title": str(self.title),
            "status": self.status,
            "detail": str(self.detail or self.title),
        }
        if self.errors:
            document["errors"] = {k: [str(m) for m in v] for k, v in self.errors.items()}
        return {**document, **(self.more or {})}

    def body(self) -> bytes:
        return orjson.dumps(self.document())

    def headers(self) -> dict[str, str]:
        """Header fields beside the content type."""
        headers = {"Cache-Control": "no-store"}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        return headers

    def response(self) -> HttpResponse:
        """The problem as a Django answer."""
        return HttpResponse(self.body(), status=self.status, content_type=MEDIA_TYPE, headers=self.headers())


def kind_of(status: int) -> str:
    """The problem that stands for a bare HTTP status."""
    for kind, (code, _title) in TITLES.items():
        if code == status:
            return kind
    return "fault" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "malformed"
