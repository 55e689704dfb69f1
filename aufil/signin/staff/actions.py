"""All writes about the team's way in. `signin.actions` gives what other modules may call."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.sealing import Unsealable
from aufil.people import actions as people
from aufil.people.models import Device, Person, Structure
from aufil.people.queries import devices_of
from aufil.signin.staff.links import link_for
from aufil.signin.staff.queries import has_factor, needs_two_proofs, team_at, works_here
from aufil.signin.staff.seeds import is_current, opened, sealed


def note(verb: str, person: Person | None, *, actor: Person | None = None) -> None:
    """One line of the journal about how somebody comes in."""
    journal.record(
        verb=verb,
        subject="person",
        subject_uid=person.uid if person else None,
        actor=actor.pk if actor else None,
        structure=None,
    )


@transaction.atomic
def invite(*, person: Person, actor: Person | None, by_mail: bool = False) -> str:
    """A link by which one of the team chooses their first password, or a new one: 7 days, once.

    Returns the whole address. With `by_mail` it also leaves by e-mail, when the person has an address. The caller
    has checked that `actor` may: a head for their structure's team, a platform administrator, the command line
    (`actor=None`). Raises ValueError for somebody who is not of a team: young people have no password.
    """
    if not works_here(person):
        raise ValueError("Seule l’équipe a un mot de passe.")
    note("invited", person, actor=actor)
    if by_mail and person.email:
        later(mail_invitation, person=person.pk)
    return link_for(person, "invitation")


@transaction.atomic
def ask_for_link(*, email: str) -> None:
    """Somebody forgot their password. The same work whether or not anybody has this address."""
    later(mail_links, email=email)


@job
def mail_links(*, email: str) -> None:
    """A link to each of the team who has this address."""
    for person in team_at(email):
        _letter(person, "forgotten", _("Choisir un nouveau mot de passe"), link=link_for(person, "oubli"))


@job
def mail_invitation(*, person: int) -> None:
    """The link made when the letter leaves: it lives as long as one given by hand."""
    found = Person.objects.get(pk=person)
    _letter(found, "invited", _("Votre entrée dans Aufil"), link=link_for(found, "invitation"))


@job
def mail_change(*, person: int, what: str) -> None:
    """Tell somebody that a way in to their account changed, whoever did it."""
    found = Person.objects.get(pk=person)
    _letter(found, "changed", _("Un changement dans vos protections"), what=what)


def _letter(person: Person, name: str, subject: str, **context: str) -> None:
    if person.email:
        text = render_to_string(f"signin/staff/mail/{name}.txt", {"person": person, **context})
        send_mail(subject, text, None, [person.email])


@transaction.atomic
def choose_password(*, person: Person, password: str, keep: Device | None = None) -> bool:
    """Set a password; False when it changed meanwhile (a link used twice at once: one of the two wins).

    Every other browser of theirs is signed out: who took the old password is out too.
    """
    rows = Person.objects.filter(pk=person.pk, password=person.password)
    chosen = make_password(password)
    if not rows.update(password=chosen):
        return False
    person.password = chosen
    note("password-set", person, actor=person)
    browsers = devices_of(person).filter(kind=Device.Kind.BROWSER)
    people.revoke_devices(
        devices=[one for one in browsers if keep is None or one.pk != keep.pk], actor=person
    )
    later(mail_change, person=person.pk, what="password")
    return True


@transaction.atomic
def factor_changed(*, person: Person, what: str) -> None:
    """An application, a passkey or the codes were set: journal it, and tell them by e-mail."""
    note(what, person, actor=person)
    later(mail_change, person=person.pk, what=what)


@transaction.atomic
def remove_factor(*, factor: Authenticator) -> bool:
    """Forget an application or a passkey; False when it is the last and this person must have one.

    The recovery codes go with the last factor: alone they prove nothing.
    """
    person = Person.objects.select_for_update().get(pk=factor.user_id)
    others = Authenticator.objects.filter(user=person).exclude(pk=factor.pk)
    last = not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    if last and needs_two_proofs(person):
        return False
    what = f"{factor.type}-removed"
    factor.delete()
    if last:
        others.delete()
    factor_changed(person=person, what=what)
    return True


@transaction.atomic
def forget_factors(*, person: Person, actor: Person | None) -> None:
    """A colleague lost their phone: all their factors and codes go, their browsers are signed out, they are told.

    The caller has checked that `actor` may: a head for their structure's team, the command line (`actor=None`).
    Who must have a factor sets another at the next sign-in.
    """
    Authenticator.objects.filter(user=person).delete()
    browsers = devices_of(person).filter(kind=Device.Kind.BROWSER)
    people.revoke_devices(devices=list(browsers), actor=actor or person)
    note("factors-forgotten", person, actor=actor)
    later(mail_change, person=person.pk, what="factors-forgotten")


def use_code(*, person: Person, code: str) -> bool:
    """Take a code of the application: good once in all the time it would be accepted (allauth remembers 30 s)."""
    digits = "".join(letter for letter in code if letter.isdecimal())
    return bool(cache.add(f"code-used:{person.pk}:{digits}", 1, timeout=150))


def strengthen(*, device: Device, person: Person) -> None:
    """The person just proved a second factor on this device."""
    if has_factor(person) and device.assurance in (Device.Assurance.PLAIN, Device.Assurance.HELD):
        people.assure_device(device=device, assurance=Device.Assurance.STRONG)


def hold(*, device: Device) -> None:
    """Two proofs are asked of this person now, and the device was opened with one."""
    people.assure_device(device=device, assurance=Device.Assurance.HELD)


def release(*, device: Device) -> None:
    """Two proofs are no longer asked of this person."""
    people.assure_device(device=device, assurance=Device.Assurance.PLAIN)


@transaction.atomic
def ask_two_proofs_of_all(*, structure: Structure, asked: bool, actor: Person) -> None:
    """Ask a second factor of the whole team of a structure, or of its head alone."""
    structure.second_factor_for_all = asked
    structure.save(update_fields=["second_factor_for_all"])
    journal.record(
        verb="second-factor-for-all" if asked else "second-factor-for-head",
        subject="structure",
        subject_uid=structure.uid,
        actor=actor.pk,
        structure=structure.pk,
    )


def purge_sessions() -> None:
    """Forget half-made sign-ins."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()


SEEDS = ("secret", "seed")  # of an application of codes, of recovery codes


def seal_factors() -> None:
    """Seal with the installation's first key the seeds that stand in clear or that another key sealed."""
    for pk in Authenticator.objects.filter(type__in=["totp", "recovery_codes"]).values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            stale = [name for name in SEEDS if name in row.data and not is_current(row.data[name])]
            try:
                anew = {name: sealed(opened(row.data[name])) for name in stale}
            except Unsealable:
                continue  # no key opens it: its person needs a new one, and the doctor speaks of keys
            if anew:
                row.data = {**row.data, **anew}
                row.save(update_fields=["data"])
