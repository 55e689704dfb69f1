"""What stands on an entry beside its text. These rows are the truth; `Entry.adds` is what readers are shown of
them, written anew under the thread's lock each time one changes (`thread.actions.adds`)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.files.models import File
from aufil.people.models import Person
from aufil.thread.models.entry import TEXT_LIMIT, Entry
from aufil.thread.models.thread import Thread


class Attachment(models.Model):
    """A file on an entry; what is said of it in words, for who cannot see or hear it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    transcript = models.TextField(max_length=TEXT_LIMIT, blank=True, default="")
    transcript_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    tenant_path = "entry__thread__structure"

    class Meta:
        ordering = ["entry", "position"]
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="attachment_place_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} + {self.file_id}"


class Reaction(models.Model):
    """A sign somebody put on an entry: one of each a person."""

    class Sign(models.TextChoices):
        THUMB = "👍", _("d’accord")
        HEART = "❤️", _("j’aime")
        LAUGH = "😂", _("ça fait rire")
        WOW = "😮", _("étonnant")
        SAD = "😢", _("triste")
        THANKS = "🙏", _("merci")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=4, choices=Sign.choices)
    made_at = models.DateTimeField()

    tenant_path = "entry__thread__structure"

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "person", "sign"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.sign} {self.entry_id}"


class Mention(models.Model):
    """A member of the thread is called by name in an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    tenant_path = "entry__thread__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} @{self.person_id}"


PINS_MOST = 3


class Pin(models.Model):
    """An entry of a group that stays in view above the others, in one of its few places."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="pin")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="pins", db_index=False)
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    tenant_path = "thread__structure"

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "place"], name="pin_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=PINS_MOST), name="few_pins"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} pinned"


class Hiding(models.Model):
    """A counsellor hid somebody's entry in a group, and said why; the former text is a revision with an end date."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="hiding")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    tenant_path = "entry__thread__structure"

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="hiding_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.entry_id} hidden"
