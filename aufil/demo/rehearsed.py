"""In the demonstration: an interview Camille rehearsed, with its message in the thread, and a list of Cholet’s own."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid5

from aufil.demo.cast import NAMESPACE
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.thread.models import Side
from aufil.thread.queries import opened_for_all, support_thread_of
from aufil.video.actions import keep_draft, save_list, send_letter
from aufil.video.models import Asked, Rehearsal
from aufil.video.queries import drafts, rehearsal_view, script_named

CARTS = (
    ("Vous avez déjà conduit un chariot ?", "Dire ce qu’on a vraiment fait, et le CACES si on l’a."),
    ("Le froid, le bruit, le rythme : comment ferez-vous ?", "Savoir où l’on va, et comment on se prépare."),
    ("Vous faites quoi si une palette tombe ?", "S’arrêter, protéger, prévenir. Dans cet ordre."),
    ("Pouvez-vous venir en équipe de nuit ?", "Une réponse nette sur le transport et les horaires."),
    ("Qu’est-ce qu’un bon collègue, pour vous ?", "Être à l’heure, aider, dire quand ça ne va pas."),
)
NOTED = {
    1: ("Présentation claire, en une minute.", ""),
    3: ("L’exemple de la vente de gâteaux au lycée : très bien.", "Le dire plus lentement."),
    4: ("", "Remplacer « je n’ai rien fait » par ce que le bénévolat a appris."),
    7: ("Deux qualités avec une preuve.", "Choisir un seul défaut, et dire ce qu’elle fait pour l’arranger."),
}


def rehearse(structure: Structure, camille: Person, head: Person, young: Person) -> None:
    """Half an hour on the telephone, three days ago: seven questions of « Premier emploi »."""
    save_list(structure=structure, title="Entrepôt et logistique", questions=CARTS, by=head)
    script = script_named(structure, "premier-emploi")
    thread = support_thread_of(young.pk, structure.pk)
    if script is None or thread is None:
        return
    began = clock.now() - timedelta(days=3, minutes=40)
    row = Rehearsal.objects.create(
        uid=uuid5(NAMESPACE, "rehearsal"),
        structure=structure,
        young=young,
        counsellor=camille,
        title=script.title,
        post="vendeuse en boulangerie, à Cholet",
        position=7,
        asked_at=began + timedelta(minutes=26),
        began_at=began,
        ended_at=began + timedelta(minutes=31),
    )
    Asked.objects.bulk_create(
        Asked(
            uid=uuid5(NAMESPACE, f"rehearsal/{number}"),
            rehearsal=row,
            number=number,
            text=text,
            advice=advice,
            seen_at=began + timedelta(minutes=4 * number) if number <= 7 else None,
            well=NOTED.get(number, ("", ""))[0],
            work=NOTED.get(number, ("", ""))[1],
        )
        for number, (text, advice) in enumerate(script.questions, start=1)
    )
    said = drafts(rehearsal_view(row, Side.STAFF))
    row = keep_draft(rehearsal=row, **{**said, "for_team": "À refaire avec Julien avant le 12."})
    everybody = opened_for_all(thread.uid)
    viewer = next(m for m in everybody.members if m.person_id == camille.pk)
    send_letter(rehearsal=row, opened=replace(everybody, viewer=viewer))
