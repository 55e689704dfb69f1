from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.files.models.keys import DataKey
from aufil.people.models import Person, Structure

NAME_LIMIT = 120
PREVIEW_LIMIT = 1_500  # bytes
SIZE_LIMIT = 20 * 1024 * 1024


class FileQuerySet(models.QuerySet):
    def awaited(self) -> Self:
        """Those whose bytes are not all here."""
        return self.filter(state__in=[File.State.EXPECTED, File.State.MISSING])

    def overdue(self, day: date) -> Self:
        """Those kept longer than the structure keeps files."""
        return self.filter(keep_until__lt=day).exclude(state=File.State.PURGED)


class File(models.Model):
    """Something a person sends: a photo, a document, a voice note, a video.

    Its row comes first and its bytes follow (`received` of `declared_size`, in pieces). `uid` is the sender's.
    What it really is (`media_type`) is found in its bytes, never in its name nor in what was declared.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        DOCUMENT = "document", _("document")
        VOICE = "voice", _("message vocal")
        VIDEO = "video", _("vidéo")

    class State(models.TextChoices):
        EXPECTED = "expected", _("en route")
        RECEIVED = "received", _("en préparation")
        READY = "ready", _("prêt")
        REFUSED = "refused", _("refusé")
        MISSING = "missing", _("pas arrivé")
        PURGED = "purged", _("effacé")

    class Refusal(models.TextChoices):
        """Why nobody may open it, and what to do; the sentence its sender reads."""

        TOO_LARGE = (
            "too-large",
            _("Ce fichier est trop lourd : 20 Mo au plus. Envoyez-le en plusieurs parties."),
        )
        NOT_THAT_KIND = (
            "not-that-kind",
            _(
                "Aufil n’ouvre pas ce type de fichier. Envoyez une photo, un PDF ou un document de bureautique."
            ),
        )
        NOT_A_PHOTO = "not-a-photo", _("Ce n’est pas une photo. Envoyez ce fichier comme document.")
        NOT_A_RECORDING = (
            "not-a-recording",
            _("Il n’y a rien à écouter ou à regarder ici. Envoyez ce fichier comme document."),
        )
        BROKEN = (
            "broken",
            _(
                "Ce fichier est incomplet ou abîmé. Essayez de l’ouvrir chez vous, puis envoyez-le de nouveau."
            ),
        )
        TOO_LONG = (
            "too-long",
            _(
                "C’est trop long : 3 minutes pour la voix, 1 min 30 pour une vidéo. Envoyez en plusieurs fois."
            ),
        )
        TOO_MANY_PIXELS = (
            "too-many-pixels",
            _("Cette image est trop grande. Envoyez une capture d’écran, ou une photo plus petite."),
        )
        TOO_MUCH = (
            "too-much",
            _("Ce fichier est trop compliqué à ouvrir. Envoyez-en une version plus simple, ou une photo."),
        )
        ACTIVE = (
            "active",
            _(
                "Ce document contient un programme, par exemple des macros. Enregistrez-le en PDF, puis envoyez le PDF."
            ),
        )
        ARCHIVE = "archive", _("Les dossiers compressés ne passent pas. Envoyez les fichiers un par un.")
        TWO_IN_ONE = (
            "two-in-one",
            _("Ce fichier en cache un autre. Enregistrez-le de nouveau en PDF, ou envoyez-en une photo."),
        )
        HARMFUL = (
            "harmful",
            _(
                "L’antivirus a reconnu un virus dans ce fichier. Personne ne peut l’ouvrir. Envoyez-en une photo."
            ),
        )

    class Wait(models.TextChoices):
        """What a received file waits for before it can be prepared."""

        ANTIVIRUS = "antivirus", _("en attente de l’antivirus")
        STORE = "store", _("en attente de l’espace où sont gardés les fichiers")

    uid = models.UUIDField(unique=True)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.EXPECTED)
    refusal = models.CharField(max_length=16, choices=Refusal.choices, blank=True, default="")
    name = models.CharField(max_length=NAME_LIMIT, blank=True, default="")
    declared_size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    preview = models.BinaryField(max_length=PREVIEW_LIMIT, blank=True, default=b"")
    media_type = models.CharField(max_length=100, blank=True, default="")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    # How loud a voice note is along its length: up to 60 heights from 0 to 255.
    loudness = models.BinaryField(max_length=60, blank=True, default=b"")
    # A PDF that asks for a password: kept, and said to be so.
    locked = models.BooleanField(default=False)
    # How far a long preparation has come, in hundredths; how often one was begun; what it waits for.
    progress = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    waits_for = models.CharField(max_length=9, choices=Wait.choices, blank=True, default="")
    keep_until = models.DateField(db_index=True)
    created_at = models.DateTimeField()
    # When a piece last came.
    touched_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = FileQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(declared_size__gte=1, declared_size__lte=SIZE_LIMIT), name="file_size_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("declared_size")), name="file_received_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="refused_file_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["touched_at"], condition=Q(state__in=["expected", "received"]), name="file_unfinished"
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)


class Piece(models.Model):
    """A stretch of a file's bytes as they came, encrypted, until all are here."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="pieces")
    offset = models.BigIntegerField()
    size = models.PositiveIntegerField()
    place = models.CharField(max_length=120)

    tenant_path = "file__structure"

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["file", "offset"], name="piece_once")]

    def __str__(self) -> str:
        return f"{self.file_id} @{self.offset}"


class Blob(models.Model):
    """A version of a file at rest, encrypted: `place` is where in the storage, `size` its bytes in clear."""

    class Version(models.TextChoices):
        SENT = "sent", _("tel qu’envoyé, avant examen")
        ORIGINAL = "original", _("original")
        SHOWN = "shown", _("à l’écran")
        THUMB = "thumb", _("vignette")
        LIGHT = "light", _("version légère")
        POSTER = "poster", _("première image")

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="blobs")
    version = models.CharField(max_length=8, choices=Version.choices)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)

    tenant_path = "file__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "version"], name="blob_version_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.version}"
