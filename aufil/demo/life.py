"""What happens around words in the groups of the demonstration: signs, names called, pins, silence, a hidden entry."""

from datetime import datetime, timedelta

from aufil.kernel.called import called
from aufil.people.models import Person
from aufil.thread.access import thread as opened_by
from aufil.thread.actions import hide, rewrite
from aufil.thread.models import Entry, Member, Mention, Pin, Reaction, Thread

SIGNS = (  # how an entry begins, then who put which sign on it
    ("La règle qu’on s’est donnée", (("👍", "lea maxime sarah manon"), ("🙏", "lucas"))),
    ("Oui Yanis. Un sandwich", (("😂", "lea lucas manon sarah camille"),)),
    ("j’ai eu ma réponse", (("❤️", "camille julien sarah lea"), ("😮", "lucas"))),
    ("tu ramenes des fleurs", (("😂", "manon sarah"),)),
    ("de la tête aux épaules", (("😂", "lucas yanis"), ("🙏", "lucas"))),
    ("bon j’ai survécu", (("👍", "julien camille manon"),)),
    ("Atelier « mon premier budget", (("👍", "sarah lucas maxime"),)),
    ("Oui, Sarah, la moitié du temps", (("🙏", "sarah"),)),
    ("jai eu mon code !!!", (("❤️", "lena marion alex romane"), ("👍", "louis"))),
    ("Trois secondes au lieu de deux", (("😂", "samir valentin solene"),)),
)
PINS = (("julien", "La règle qu’on s’est donnée"), ("camille", "Atelier « mon premier budget"))
QUIET = "manon"
HIDDEN = ("camille", "je vous donne le num de mon cousin")
HIDDEN_WHY = "C’est le numéro de quelqu’un qui n’est pas dans le groupe, et il ne l’a pas donné lui-même"


def live(people: dict[str, Person], now: datetime) -> None:
    """Rows as they came about, then what readers are shown of them; the hidden entry as the product hides one."""
    groups = list(Thread.objects.filter(kind=Thread.Kind.GROUP))
    entries = list(Entry.objects.filter(thread__in=groups).select_related("thread"))
    touched = [*_sign(entries, people), *_call(entries), *_pin(entries, people)]
    Member.objects.filter(thread__in=groups, person=people[QUIET]).update(muted_at=now - timedelta(days=3))
    for entry in dict.fromkeys(touched):
        rewrite(entry.thread_id, entry.pk)
    counsellor, start = HIDDEN
    hidden = _beginning(entries, start)
    hide(opened=opened_by(people[counsellor], hidden.thread.uid), uid=hidden.uid, reason=HIDDEN_WHY)
    for group in groups:  # a sign is no news, nor is what was hidden long ago
        Thread.objects.filter(pk=group.pk).update(updated_at=group.updated_at)


def _beginning(entries: list[Entry], start: str) -> Entry:
    return next(entry for entry in entries if entry.text.startswith(start))


def _sign(entries: list[Entry], people: dict[str, Person]) -> list[Entry]:
    touched = []
    for start, signs in SIGNS:
        entry = _beginning(entries, start)
        touched.append(entry)
        Reaction.objects.bulk_create(
            Reaction(
                entry=entry,
                person=people[name],
                sign=sign,
                made_at=entry.created_at + timedelta(minutes=7 * n + 5),
            )
            for sign, names in signs
            for n, name in enumerate(names.split())
        )
    return touched


def _call(entries: list[Entry]) -> list[Entry]:
    touched = []
    members: dict[int, list[Member]] = {}
    for member in Member.objects.select_related("person").filter(thread__in={e.thread_id for e in entries}):
        members.setdefault(member.thread_id, []).append(member)
    for entry in entries:
        around = members[entry.thread_id]
        found = {one.name for one in called(entry.text, [m.person.first_name for m in around])}
        for member in (around[n] for n in sorted(found)):
            Mention.objects.create(entry=entry, person_id=member.person_id)
            member.mentioned_seq = max(member.mentioned_seq, entry.seq)
            member.save(update_fields=["mentioned_seq"])
        if found:
            touched.append(entry)
    return touched


def _pin(entries: list[Entry], people: dict[str, Person]) -> list[Entry]:
    touched = []
    for place, (name, start) in enumerate(PINS, start=1):
        entry = _beginning(entries, start)
        at = entry.created_at + timedelta(minutes=2)
        Pin.objects.create(entry=entry, thread=entry.thread, place=place, person=people[name], made_at=at)
        touched.append(entry)
    return touched
