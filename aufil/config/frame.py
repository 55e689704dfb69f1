"""The frame of every page: who is here, as what, and where they can go."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from aufil.delivery.queries import not_arrived_count, to_sort_count
from aufil.people.models import Role
from aufil.people.models.support import STAFF_ROLES
from aufil.thread.models import Thread
from aufil.thread.queries import lines


class Link(NamedTuple):
    """A place in the navigation, for some roles; `counts`: it carries how many entries are unread; `wide`: a phone's
    narrow bar leaves it to the menu."""

    href: str
    label: Callable[[], str]
    icon: str
    roles: tuple[str, ...]
    counts: bool = False
    wide: bool = False


LINKS = (
    Link("/", lambda: _("Aujourd’hui"), "thread", (Role.COUNSELLOR,), counts=True),
    Link("/", lambda: _("Vue d’ensemble"), "overview", (Role.PILOT, Role.HEAD)),
    Link("/agenda/", lambda: _("Agenda"), "calendar", (Role.COUNSELLOR,)),
    Link("/agenda/", lambda: _("Agenda"), "calendar", (Role.PILOT, Role.HEAD), wide=True),
    Link("/", lambda: _("Structures"), "structure", ("admin",)),
    Link("/mes-jeunes/", lambda: _("Mes jeunes"), "people", (Role.COUNSELLOR,)),
    Link("/mes-jeunes/", lambda: _("Les jeunes"), "people", (Role.PILOT, Role.HEAD)),
    Link("/chercher/", lambda: _("Chercher"), "search", STAFF_ROLES, wide=True),
    Link("/structure/", lambda: _("La structure"), "structure", (Role.PILOT, Role.HEAD)),
    Link("/importer/", lambda: _("Listes"), "list", (Role.COUNSELLOR, Role.PILOT, Role.HEAD, "admin")),
    Link("/a-trier/", lambda: _("À trier"), "sort", (Role.COUNSELLOR, "admin"), wide=True),
    Link("/appels/", lambda: _("À appeler"), "phone", STAFF_ROLES, wide=True),
    Link("/non-remis/", lambda: _("Non remis"), "lost", STAFF_ROLES, wide=True),
    Link("/groupes/nouveau/", lambda: _("Nouveau groupe"), "group", (Role.COUNSELLOR, Role.PILOT, Role.HEAD)),
)


WHOLE = ("/structure/", "/agenda/")  # all that is under them is theirs


def frame(request: HttpRequest) -> dict[str, Any]:
    """See `ui.context.register_frame`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"person": None, "role": "", "links": [], "several_roles": False, "structure": None}
    membership = getattr(request, "membership", None)
    memberships = getattr(request, "memberships", [])
    role = membership.role if membership else "admin" if user.is_platform_admin and not memberships else ""
    if role == Role.YOUNG:
        links = _groups(user.pk)
    else:
        links = [_shown(link, request.path) for link in LINKS if role in link.roles]
        _count_what_waits(links, membership.structure_id if membership else None)
    return {
        "person": user,
        "role": role,
        "on_staff": role in STAFF_ROLES,
        "role_name": membership.get_role_display() if membership else "",
        "structure": membership.structure if membership else None,
        "links": links,
        "several_roles": len(memberships) > 1,
    }


def _shown(link: Link, path: str) -> dict[str, Any]:
    return {
        "href": link.href,
        "label": link.label(),
        "icon": link.icon,
        "wide": link.wide,
        "count": 0 if link.icon == "thread" else None,
        "current": path == link.href or (link.href in WHOLE and path.startswith(link.href)),
    }


def _count_what_waits(links: list[dict[str, Any]], structure: int | None) -> None:
    """How much stands in the sorting box, and whom something did not reach; a statement for each such link."""
    for link in links:
        if link["href"] == "/a-trier/":
            link["waiting"] = to_sort_count(structure)
        elif link["href"] == "/non-remis/" and structure:
            link["waiting"] = not_arrived_count(structure)
        elif link["href"] == "/appels/" or (link["href"] == "/agenda/" and link["wide"]):
            link["waiting"] = 0


def _groups(person: int) -> list[dict[str, Any]]:
    """A young person's groups, beside their own thread."""
    return [
        {
            "href": f"/fil/{line.uid}/",
            "label": line.title,
            "icon": "group",
            "count": line.loud,
            "quiet": line.quiet,
            "mentioned": line.mentioned,
            "thread": line.uid,
            "current": False,
        }
        for line in lines(person)
        if line.kind == Thread.Kind.GROUP
    ]
