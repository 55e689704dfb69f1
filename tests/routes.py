"""Who may do what, address by address: the whole outside of Aufil in one table.

A line is a method, an address and what each person gets. A number is the status of the answer; `in` is a page
that sends to the sign-in page; `·` is the status of what one may not see: 404, never 403.

Léa writes with Camille; `{thread}` is their thread, `{entry}` a message of Léa in it, `{device}` a device of
Léa, `{broadcast}` what Camille wrote to several, all in Cholet. Yanis is another young person of Camille;
Dominique leads the programme and Claude the structure, in Cholet too; Alex is a counsellor in Mayenne; Admin
administers the platform.
"""

from typing import Any, NamedTuple
from uuid import uuid4

PEOPLE = ("lea", "yanis", "camille", "dominique", "claude", "alex", "admin", "nobody")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HIDDEN = "404"
SIGN_IN = "in"

TABLE = """
                                                     lea yan cam dom cla ale adm nobody
GET    /                                             200 200 200 200 200 200 200 200
GET    /mes-jeunes/                                   ·   ·  200 200 200 200  ·  in
GET    /mon-role/                                    200 200 200 200 200 200 200 in
POST   /mon-role/                                    200 200 302 200 200 200 200 in
GET    /ml/cholet/                                   200 200 200 200 200 200 200 200
GET    /ml/nulle-part/                                ·   ·   ·   ·   ·   ·   ·   ·

GET    /fil/{thread}/                                200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/                                302  ·  302  ·   ·   ·   ·  in
POST   /fil/{thread}/lu/                             302  ·  302  ·   ·   ·   ·  in
GET    /fil/{thread}/appel/                           ·   ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/appel/                           ·   ·  302  ·   ·   ·   ·  in
POST   /fil/{thread}/note/                            ·   ·  302  ·   ·   ·   ·  in
POST   /fil/{thread}/rien-a-repondre/                 ·   ·  302  ·   ·   ·   ·  in
GET    /fil/{thread}/personnes/                       ·   ·  200  ·   ·   ·   ·  in
GET    /fil/{thread}/message/{entry}/modifier/       200  ·   ·   ·   ·   ·   ·  in
POST   /fil/{thread}/message/{entry}/modifier/       302  ·   ·   ·   ·   ·   ·  in
GET    /fil/{thread}/message/{entry}/supprimer/      200  ·   ·   ·   ·   ·   ·  in
POST   /fil/{thread}/message/{entry}/supprimer/      302  ·   ·   ·   ·   ·   ·  in
GET    /ecrire-a-plusieurs/                           ·   ·  200 200 200 200  ·  in
POST   /ecrire-a-plusieurs/                           ·   ·  422 422 422 422  ·  in
GET    /ecrire-a-plusieurs/{broadcast}/               ·   ·  200  ·   ·   ·   ·  in
GET    /groupes/nouveau/                              ·   ·  200 200 200 200  ·  in
POST   /groupes/nouveau/                              ·   ·  302 302 302 302  ·  in

GET    /connexion/                                   200 200 200 200 200 200 200 200
POST   /connexion/                                   302 302 302 302 302 302 302 302
GET    /connexion/code/                              in  in  in  in  in  in  in  in
POST   /connexion/code/                              in  in  in  in  in  in  in  in
POST   /connexion/personne/                          in  in  in  in  in  in  in  in
POST   /deconnexion/                                 302 302 302 302 302 302 302 302
GET    /au-revoir/                                   200 200 200 200 200 200 200 200
GET    /appareils/                                   200 200 200 200 200 200 200 in
POST   /appareils/{device}/deconnecter/              302  ·   ·   ·   ·   ·   ·  in

GET    /equipe/connexion/                            302 302 302 302 302 302 302 200
POST   /equipe/connexion/                            302 302 302 302 302 302 302 422
GET    /equipe/connexion/cle/                        302 302 302 302 302 302 302 302
POST   /equipe/connexion/cle/                        302 302 302 302 302 302 302 422
GET    /equipe/connexion/seconde-preuve/             302 302 302 302 302 302 302 302
POST   /equipe/connexion/seconde-preuve/             302 302 302 302 302 302 302 302
GET    /equipe/connexion/annuaire/                    ·   ·   ·   ·   ·   ·   ·   ·
GET    /equipe/connexion/annuaire/retour/             ·   ·   ·   ·   ·   ·   ·   ·
GET    /equipe/mot-de-passe/oublie/                  200 200 200 200 200 200 200 200
POST   /equipe/mot-de-passe/oublie/                  302 302 302 302 302 302 302 302
GET    /equipe/mot-de-passe/lien-envoye/             200 200 200 200 200 200 200 200
GET    /equipe/lien/{kind}/{link}/                   200 200 200 200 200 200 200 200
POST   /equipe/lien/{kind}/{link}/                   302 302 302 302 302 302 302 302
GET    /equipe/lien/invitation/faux/                 410 410 410 410 410 410 410 410
POST   /equipe/lien/invitation/faux/                 410 410 410 410 410 410 410 410
GET    /equipe/securite/                              ·   ·  200 200 200 200 200 in
GET    /equipe/securite/mot-de-passe/                 ·   ·  200 200 200 200 200 in
POST   /equipe/securite/mot-de-passe/                 ·   ·  302 302 302 302 302 in
GET    /equipe/securite/application/                  ·   ·  200 200 200 200 200 in
POST   /equipe/securite/application/                  ·   ·  422 422 422 422 422 in
GET    /equipe/securite/cle/                          ·   ·  200 200 200 200 200 in
POST   /equipe/securite/cle/                          ·   ·  422 422 422 422 422 in
GET    /equipe/securite/{factor}/retirer/             ·   ·   ·   ·   ·   ·   ·  in
POST   /equipe/securite/{factor}/retirer/             ·   ·   ·   ·   ·   ·   ·  in
GET    /equipe/securite/codes/                        ·   ·   ·   ·   ·   ·   ·  in
GET    /equipe/securite/codes/nouveaux/               ·   ·  200 200 200 200 200 in
POST   /equipe/securite/codes/nouveaux/               ·   ·  422 422 422 422 422 in
POST   /equipe/securite/toute-l-equipe/               ·   ·   ·   ·  302  ·   ·  in
GET    /equipe/securite/c-est-moi/                    ·   ·  302 302 302 302 302 in
GET    /equipe/securite/c-est-moi/mot-de-passe/       ·   ·  302 302 302 302 302 in
POST   /equipe/securite/c-est-moi/mot-de-passe/       ·   ·  302 302 302 302 302 in
GET    /equipe/securite/c-est-moi/code/               ·   ·  302 302 302 302 302 in
POST   /equipe/securite/c-est-moi/code/               ·   ·  302 302 302 302 302 in
GET    /equipe/securite/c-est-moi/cle/                ·   ·  302 302 302 302 302 in
POST   /equipe/securite/c-est-moi/cle/                ·   ·  302 302 302 302 302 in
GET    /equipe/securite/se-reconnecter/               ·   ·  200 200 200 200 200 in

GET    /hors-ligne/                                  200 200 200 200 200 200 200 200
GET    /manifest.webmanifest                         200 200 200 200 200 200 200 200
GET    /sw.js                                        200 200 200 200 200 200 200 200
GET    /ui/                                           ·   ·   ·   ·   ·   ·   ·   ·
GET    /demo/                                         ·   ·   ·   ·   ·   ·   ·   ·
GET    /demo/login/lea/                               ·   ·   ·   ·   ·   ·   ·   ·

GET    /api/v1/                                       ·   ·   ·   ·   ·   ·   ·   ·
GET    /api/v1/openapi.json                          200 200 200 200 200 200 200 200
GET    /api/v1/docs                                  200 200 200 200 200 200 200 200
GET    /api/v1/me                                    200 200 200 200 200 200 200 401
POST   /api/v1/outbox                                204 204 204 204 204 204 204 401
GET    /api/v1/people                                 ·   ·  200 200 200 200  ·  401
POST   /api/v1/people                                 ·   ·  201 201 201 201  ·  401
GET    /api/v1/threads                               200 200 200 200 200 200 200 401
POST   /api/v1/threads                                ·   ·  201 201 201 201  ·  401
GET    /api/v1/threads/{thread}/entries              200  ·  200  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/entries              201  ·  201  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/entries/batch        200  ·  200  ·   ·   ·   ·  401
PATCH  /api/v1/threads/{thread}/entries/{entry}      200  ·  403  ·   ·   ·   ·  401
DELETE /api/v1/threads/{thread}/entries/{entry}      200  ·  403  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/read                 200  ·  200  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/writing              204  ·  204  ·   ·   ·   ·  401
GET    /api/v1/live                                  200 200 200 200 200 200 200 401
"""

IN_DEMONSTRATION = """
GET    /ui/                                          200 200 200 200 200 200 200 200
GET    /demo/                                        200 200 200 200 200 200 200 200
GET    /demo/login/lea/                              302 302 302 302 302 302 302 302
GET    /demo/login/personne/                          ·   ·   ·   ·   ·   ·   ·   ·
"""


PASSWORD = dict.fromkeys(("password", "again"), "un fil et une aiguille")


class Route(NamedTuple):
    """One line of the table: a method, an address with names in braces, and what each person gets."""

    method: str
    path: str
    expected: dict[str, str]


def read(table: str) -> list[Route]:
    """The lines of a table, checked to name everybody."""
    routes = []
    for line in table.splitlines():
        words = line.split()
        if words and words[0] in METHODS:
            method, path, *given = words
            expected = [HIDDEN if word == "·" else word for word in given]
            routes.append(Route(method, path, dict(zip(PEOPLE, expected, strict=True))))
    return routes


def body(method: str, path: str) -> dict[str, Any] | list[Any]:
    """What a person would send there, so that only *who* decides the answer."""
    message = {"id": str(uuid4()), "text": "bonjour"}
    if path.startswith("/fil/"):
        return {**message, "seen": "1", "outcome": "reached"}
    return {
        "/groupes/nouveau/": {"title": "Club du mardi"},
        "/mon-role/": {"role": "counsellor:cholet"},
        "/connexion/": {"email": "quelqu-un@exemple.fr"},
        "/equipe/mot-de-passe/oublie/": {"email": "quelqu-un@exemple.fr"},
        "/equipe/lien/{kind}/{link}/": PASSWORD,
        "/equipe/securite/mot-de-passe/": PASSWORD,
        "/api/v1/outbox": {"waiting": 0},
        "/api/v1/people": {"first_name": "Lou", "last_name": "Petit"},
        "/api/v1/threads": {"title": "Club", "participants": []},
        "/api/v1/threads/{thread}/entries/batch": [message],
        "/api/v1/threads/{thread}/read": {"seq": 1},
    }.get(path, message)
