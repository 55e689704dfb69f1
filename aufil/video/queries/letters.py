"""What becomes of the notes of a rehearsal: the message to the young person, word for word, before it is sent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.video.models import Asked, Rehearsal
from aufil.video.queries.rehearsals import RehearsalView

LONGEST = 2000  # of a message
EACH_MOST = 700  # of « points forts » and « à travailler », so that both pass


def gathered(questions: Sequence[Asked], field: str) -> str:
    """The notes of one kind, in the order of the questions."""
    return "\n".join(said for one in questions if (said := getattr(one, field).strip()))


def drafts(view: RehearsalView) -> dict[str, str]:
    """What the counsellor mends: what they last kept, else what was noted."""
    row = view.row
    if row.drafted_at:
        return {"strong": row.strong, "to_work_on": row.to_work_on, "for_team": row.for_team}
    return {
        "strong": gathered(view.questions, "well"),
        "to_work_on": gathered(view.questions, "work"),
        "for_team": "",
    }


def letter(row: Rehearsal, questions: Sequence[Asked], strong: str, to_work_on: str) -> str:
    """The message: what is empty is not in it; of the questions, as many as fit."""
    post = row.post.strip().rstrip(".")
    head = (
        _("Notre entraînement à l’entretien (%(post)s).") % {"post": post}
        if post
        else _("Notre entraînement à l’entretien.")
    )
    parts = [head]
    for title, said in ((_("Points forts"), strong), (_("À travailler"), to_work_on)):
        if said:
            parts.append(_("%(title)s :") % {"title": title} + f"\n{said}")
    text = "\n\n".join(parts)
    seen = [one.text for one in questions if one.seen_at]
    return text + _listed(seen, LONGEST - len(text)) if seen else text


def _listed(seen: Sequence[str], room: int) -> str:
    """The questions under their title, in so many letters at most."""
    said = "\n\n" + _("Questions vues :")
    for number, one in enumerate(seen):
        line, left = f"\n{number + 1}. {one}", len(seen) - number
        rest = "\n" + ngettext("… et %(n)d autre.", "… et %(n)d autres.", left) % {"n": left}
        if len(said) + len(line) + len(rest) > room:
            return said + rest if len(said) + len(rest) <= room else ""
        said += line
    return said
