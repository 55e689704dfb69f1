from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.appointments.models.kind import Kind, Mode, Nature
from aufil.appointments.models.place import Place
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.thread.models import Entry

FORGOTTEN = "–"  # the name of a visitor who was forgotten: a seat has one


class AppointmentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Neither cancelled nor moved away."""
        return self.filter(cancelled_at=None)


class Appointment(models.Model):
    """A time people meet. Moved, it stays the same row (`moves` counts, `Change` keeps what it was)."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=12, choices=Nature.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    counsellor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=120, blank=True, default="")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=16, blank=True, default="")  # to be called, E.164
    link = models.CharField(max_length=300, blank=True, default="")  # a meeting link the structure has
    note = models.CharField(max_length=300, blank=True, default="")  # what to bring; everybody in it reads it
    # Collective: how many may come, until when one enrols. Individual: both empty.
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    enrol_until = models.DateTimeField(null=True, blank=True)
    # Minutes the lounge beside it is open before and after; empty: the usual (`Rules`).
    lounge_before = models.PositiveSmallIntegerField(null=True, blank=True)
    lounge_after = models.PositiveSmallIntegerField(null=True, blank=True)
    # Why its counsellor is at two places at once on purpose; empty: the database refuses it.
    overlap_reason = models.CharField(max_length=200, blank=True, default="")
    is_past_note = models.BooleanField(default=False)  # noted after it was held
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    moves = models.PositiveSmallIntegerField(default=0)  # the SEQUENCE of its calendar event
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancel_word = models.CharField(max_length=300, blank=True, default="")

    objects = AppointmentQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after"),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats__gte=1, seats__lte=500), name="appointment_has_seats"
            ),
            models.CheckConstraint(
                condition=(Q(lounge_before=None) | Q(lounge_before__lte=180))
                & (Q(lounge_after=None) | Q(lounge_after__lte=180)),
                name="lounge_is_short",
            ),
        ]
        indexes = [
            models.Index(fields=["structure", "starts_at"], name="appointments_when"),
            models.Index(fields=["counsellor", "starts_at"], name="appointments_of"),
            # All the search of free times reads: answered from the index alone.
            models.Index(
                fields=["counsellor", "ends_at", "starts_at", "place", "mode", "cancelled_at"],
                name="appointments_not_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Seat(models.Model):
    """Somebody in an appointment: a young person, or for a first meeting a visitor Aufil does not know yet."""

    class State(models.TextChoices):
        TAKEN = "taken", _("inscrit")
        WAITING = "waiting", _("en attente d’une place")
        OFFERED = "offered", _("place proposée")
        GIVEN_BACK = "given-back", _("annulé")

    IN_IT = (State.TAKEN, State.WAITING, State.OFFERED)  # neither left nor lapsed

    class Answer(models.TextChoices):
        NONE = "", _("pas de réponse")
        COMES = "comes", _("vient")
        CANNOT = "cannot", _("ne peut pas venir")
        CALL = "call", _("demande qu’on l’appelle")

    class Outcome(models.TextChoices):
        NONE = "", _("à remplir")
        PRESENT = "present", _("présent")
        LATE = "late", _("en retard")
        SHORTENED = "shortened", _("écourté")
        CUT = "cut", _("interrompu par la connexion")
        EXCUSED = "excused", _("excusé")
        ABSENT = "absent", _("absent")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="taken")
    young = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # A first meeting: what a visitor left to be called back; emptied when they become a person, or a month after.
    visitor_name = models.CharField(max_length=120, blank=True, default="")
    visitor_phone = models.CharField(max_length=16, blank=True, default="")
    visitor_email = models.EmailField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.TAKEN)
    since = models.DateTimeField()  # in line since
    held_until = models.DateTimeField(null=True, blank=True)  # a freed seat, offered
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    is_legitimate = models.BooleanField(null=True, blank=True)  # of an absence
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    merge = models.UUIDField(null=True, blank=True)  # of a file made one with another: by which merge it came
    # Its card in the young person's thread.
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    tenant_path = "appointment__structure"

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "young"], name="seat_once"),
            models.CheckConstraint(
                condition=Q(young__isnull=False) | ~Q(visitor_name=""), name="seat_is_somebody_s"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", held_until__isnull=False)
                | (~Q(state="offered") & Q(held_until=None)),
                name="offered_seat_is_held",
            ),
        ]
        indexes = [
            models.Index(fields=["young", "state"], name="seats_of"),
            models.Index(fields=["held_until"], condition=Q(held_until__isnull=False), name="seats_held"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.young_id or self.visitor_name}"

    @property
    def why(self) -> str:
        """The reason of an absence, as a form says it."""
        return (
            {True: "oui", False: "non"}.get(self.is_legitimate, "") if self.is_legitimate is not None else ""
        )


class Busy(models.Model):
    """Somebody is taken from then until then: nobody is at two places at once, and the database sees to it.

    PostgreSQL by an exclusion constraint over the range, SQLite by triggers that refuse a row which overlaps another
    of the same person (its writers come one after another): see the migration. Staff who overlap on purpose have no
    row for that appointment.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="busy")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    tenant_path = "appointment__structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "appointment"], name="busy_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_for_a_while"),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="busy_when"),
            models.Index(fields=["person", "ends_at"], name="busy_not_over"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """What became of an appointment, by whom, and what it was before; never rewritten."""

    class What(models.TextChoices):
        MADE = "made", _("pris")
        MOVED = "moved", _("déplacé")
        CHANGED = "changed", _("changé")
        CANCELLED = "cancelled", _("annulé")
        ENROLLED = "enrolled", _("inscrit")
        GIVEN_BACK = "given-back", _("place rendue")
        ANSWERED = "answered", _("répondu")
        HANDED_OVER = "handed-over", _("confié")

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=12, choices=What.choices)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=dict)  # the fields that changed, as they were
    word = models.CharField(max_length=300, blank=True, default="")  # said with it to who is in it

    tenant_path = "appointment__structure"

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.what}"
