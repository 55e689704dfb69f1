"""What staff have noted of the demonstration's young people: deterministic, from names and positions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

from aufil.kernel.words import fingerprint
from aufil.people.models import (
    Membership,
    ObservedTask,
    Person,
    Profile,
    Representative,
    Situation,
    Support,
    SupportTheme,
)

Channel, Network, Reading = Profile.Channel, Profile.Network, Profile.Reading
Category, State = Situation.Category, Situation.State
Spell = tuple[Situation.Category, Situation.State, str, int, int | None]
T = TypeVar("T")

STEPS = (
    ("Visiter le CFA", 6),
    ("Rappeler la plateforme de mobilité", 2),
    ("Finir le CV ensemble", 0),
    ("Entretien au garage, en préparer les questions", 4),
    ("Déposer la demande de logement", 9),
    ("Choisir deux métiers à découvrir", 12),
    ("Prendre rendez-vous à la permanence santé", -3),
    ("Apporter l’attestation de fin de stage", 1),
    ("Code de la route : s’inscrire à la session", 15),
    ("", 0),
    ("", 0),
)
DONE: tuple[Spell, ...] = (
    (Category.JOB_SEEKER, State.CURRENT, "", -160, None),
    (Category.SCHOOL, State.ENDED, "bac pro, arrêté en première", -420, -200),
    (Category.IMMERSION, State.ENDED, "une semaine dans un magasin", -60, -53),
    (Category.TRAINING, State.PLANNED, "prépa apprentissage", 20, None),
    (Category.PMSMP, State.PLANNED, "cinq jours en boulangerie", 12, 17),
    (Category.JOB, State.CURRENT, "contrat de six mois à temps partiel", -25, 155),
    (Category.VOLUNTEERING, State.CURRENT, "épicerie solidaire, le mercredi", -70, None),
)
LANGUAGES = (
    "français",
    "français",
    "français",
    "français, anglais",
    "arabe, français",
    "portugais, français",
)
# Who is well known: what the scripts let read about them.
KNOWN = {
    "lea": ("Préparer la semaine d’essai à la boulangerie", 1, (Category.JOB_SEEKER, Category.PMSMP)),
    "yanis": ("Choisir une date pour le code", 3, (Category.JOB_SEEKER,)),
    "ines": ("Parler du lycée avec sa mère", 8, (Category.SCHOOL,)),
    "theo": ("Appeler l’entreprise ensemble à 16 h", 0, (Category.JOB_SEEKER, Category.TRAINING)),
}


class Noted(NamedTuple):
    """A profile with what the dice of its person's name say, and who observed."""

    profile: Profile
    referent: int | None
    dice: bytes

    @property
    def person(self) -> Person:
        return self.profile.person


def fill_files(people: Iterable[Person], today: date, now: datetime) -> None:
    """Profiles, themes, observed tasks, situations, representatives of minors."""
    stays = dict(Membership.objects.filter(role="young").values_list("person", "structure"))
    referents = dict(Support.objects.filter(part="referent").values_list("young", "counsellor"))
    profiles = Profile.objects.bulk_create(
        _profile(person, stays[person.pk], fingerprint(person.username), today) for person in people
    )
    noted = [Noted(p, referents.get(p.person_id), fingerprint(p.person.username)) for p in profiles]
    _fill_profiles(noted, today)
    Situation.objects.bulk_create(
        _situation(one.person, one.profile.structure_id, spell, today, now, one.referent)
        for one in noted
        for spell in _situations(one.person, one.dice)
    )
    Representative.objects.bulk_create(
        Representative(
            structure_id=one.profile.structure_id,
            person=one.person,
            name=f"{pick(one.dice[20], ('Nathalie', 'Karine', 'Sandrine'))} {one.person.last_name} (mère)",
            phone=f"+3363998{5000 + number:04d}",
        )
        for number, one in enumerate(noted)
        if one.person.is_minor_on(today)
    )


def _fill_profiles(noted: Sequence[Noted], today: date) -> None:
    themes = list(SupportTheme.Theme)
    SupportTheme.objects.bulk_create(
        SupportTheme(profile=profile, theme=themes[(dice[8] + 2 * n) % len(themes)])
        for profile, _referent, dice in noted
        for n in range(dice[9] % 4)
    )
    ObservedTask.objects.bulk_create(
        ObservedTask(
            profile=profile,
            task=task,
            result=pick(dice[11 + n], (*ObservedTask.Result.values, "alone")),
            observed_on=today - timedelta(days=20 + dice[12] % 40),
            observed_by_id=referent,
        )
        for profile, referent, dice in noted
        for n, task in enumerate(ObservedTask.Task.values)
        if dice[10] % 3 and (dice[17] + n) % 3
    )


def pick(number: int, values: Sequence[T]) -> T:
    return values[number % len(values)]


def _profile(person: Person, structure: int, dice: bytes, today: date) -> Profile:
    step, days = KNOWN[person.username][:2] if person.username in KNOWN else pick(dice[0], STEPS)
    own_phone = bool(person.phone) and dice[1] % 8 > 0
    return Profile(
        structure_id=structure,
        person=person,
        preferred_channel=pick(dice[2], (Channel.APP, Channel.APP, Channel.SMS, Channel.CALL, ""))
        if person.phone
        else "",
        rhythm_days=pick(dice[3], (None, None, None, 14, 3)),
        next_step=step,
        next_step_on=today + timedelta(days=days) if step else None,
        own_phone=own_phone,
        mobile_data=dice[4] % 4 > 0 if own_phone else None,
        computer=dice[5] % 3 == 0,
        network=pick(dice[6], (Network.POOR, Network.FAIR, Network.GOOD, Network.FAIR, Network.NONE)),
        languages=pick(dice[7], LANGUAGES),
        reading=pick(dice[18], (Reading.EASY, Reading.EASY, Reading.EFFORT, Reading.SPOKEN, "")),
    )


def _situations(person: Person, dice: bytes) -> list[Spell]:
    if person.username in KNOWN:
        wanted = KNOWN[person.username][2]
        if Category.SCHOOL in wanted:
            return [(Category.SCHOOL, State.CURRENT, "terminale, décrochage", -430, None)]
        return [one for one in DONE if one[0] in wanted]
    first = pick(dice[19], DONE)
    return [first] if dice[21] % 2 else [first, *(one for one in (pick(dice[22], DONE),) if one is not first)]


def _situation(
    person: Person,
    structure: int,
    one: Spell,
    today: date,
    now: datetime,
    by: int | None,
) -> Situation:
    category, state, detail, starts, ends = one
    return Situation(
        structure_id=structure,
        person=person,
        category=category,
        state=state,
        detail=detail,
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
        recorded_at=now - timedelta(days=30),
        recorded_by_id=by,
    )
