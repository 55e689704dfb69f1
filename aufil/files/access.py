"""The doors to files as their sender reaches them; readers come through their thread (`thread.access.attached`)."""

from uuid import UUID

from aufil.files.models import File
from aufil.web.problems import Problem


def own_file(person: int, uid: UUID) -> File:
    """A file this person announced, whatever has become of it; a 404 problem for anybody else."""
    file = File.objects.filter(uid=uid, owner=person).first()
    if file is None:
        raise Problem("not-found")
    return file
