from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.people.models import Person
from aufil.thread.models.thread import Thread

TEXT_LIMIT = 2_000


class Entry(models.Model):
    """One thing said on a thread.

    `uid` comes from the sender and makes a repeated post find its own entry; `body_hash` is the fingerprint of
    the first accepted body. A deleted entry stays as a tombstone: its `seq` is never used again.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message", _("message")
        PHOTOS = "photos", _("photos")
        FILE = "file", _("fichier")
        VOICE = "voice", _("message vocal")
        VIDEO = "video", _("vidéo")
        NOTE = "note", _("note")
        CALL = "call", _("appel")
        EVENT = "event", _("événement")
        REMINDER = "reminder", _("rappel")

    class Via(models.TextChoices):
        APP = "app", _("dans Aufil")
        MANY = "many", _("envoyé à plusieurs")
        SELF = "self", _("écrit par Aufil")
        SMS = "sms", _("par SMS")
        EMAIL = "email", _("par e-mail")

    # How it came from outside: as good as said in Aufil.
    CAME_IN = (Via.SMS, Via.EMAIL)
    # What one person says to another; the rest is what the team notes and what Aufil tells.
    SAID = (Kind.MESSAGE, Kind.PHOTOS, Kind.FILE, Kind.VOICE, Kind.VIDEO)
    # What its author may correct; a call that was noted or what Aufil told has happened.
    CHANGEABLE = (*SAID, Kind.NOTE)

    uid = models.UUIDField(unique=True)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    rev = models.BigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MESSAGE)
    text = models.TextField(max_length=TEXT_LIMIT, blank=True, default="")
    # What stands on it beside the text (files, reactions, mentions…), as readers are shown it; None: nothing.
    adds = models.JSONField(null=True, blank=True)
    body_hash = models.BinaryField(max_length=32)
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    via = models.CharField(max_length=8, choices=Via.choices, default=Via.APP)
    written_at = models.DateTimeField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Who of the staff hid it (`Hiding` says why): here by public identifier, so that reading a thread joins nothing.
    hidden_by = models.ForeignKey(
        Person,
        to_field="uid",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )

    tenant_path = "thread__structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="entry_seq_once"),
            models.UniqueConstraint(fields=["thread", "rev"], name="entry_rev_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="entry_seq_from_one"),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(text="", adds__isnull=True),
                name="deleted_entry_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(hidden_by=None) | Q(deleted_at__isnull=False), name="hidden_entry_is_a_tombstone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.seq}"


class Revision(models.Model):
    """The text an entry had before an edit or a deletion, kept until the day the structure sets."""

    class Reason(models.TextChoices):
        EDITED = "edited", _("modifié")
        DELETED = "deleted", _("supprimé")
        HIDDEN = "hidden", _("masqué")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    reason = models.CharField(max_length=8, choices=Reason.choices)
    made_at = models.DateTimeField()
    keep_until = models.DateField(db_index=True)

    tenant_path = "entry__thread__structure"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.reason}"


class Call(models.Model):
    """What came of a telephone call, noted in the paired staff thread by an entry of kind `call`."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("A répondu")
        VOICEMAIL = "voicemail", _("Message vocal laissé")
        NO_ANSWER = "no-answer", _("Pas de réponse")
        WRONG_NUMBER = "wrong-number", _("Mauvais numéro")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="call")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    number = models.CharField(max_length=16, blank=True, default="")

    tenant_path = "entry__thread__structure"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"
