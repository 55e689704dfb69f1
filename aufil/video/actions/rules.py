"""What a structure settles about video."""

from typing import Any

from django.db import transaction

from aufil.audit.actions import record
from aufil.kernel import bus
from aufil.people.models import Person, Structure
from aufil.video.events import VideoSettled
from aufil.video.models import VideoRules


@transaction.atomic
def settle_video(*, structure: Structure, by: Person, **wanted: Any) -> VideoRules:
    """Its own tool (`link`), or ours. What holds rooms fits them to it."""
    row, _made = VideoRules.objects.update_or_create(structure=structure, defaults=wanted)
    record(
        verb="video-settled",
        subject="structure",
        subject_uid=structure.uid,
        actor=by.pk,
        structure=structure.pk,
    )
    bus.publish([VideoSettled(structure.pk)])
    return row
