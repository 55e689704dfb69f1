"""From "all bytes are here" to ready or refused."""

from aufil.jobs.actions import job


@job
def prepare(*, file: int) -> None:
    """Examine a received file (its key) and make the versions readers open: it ends ready or refused.

    Does nothing to a file that is not `received`; run twice, it gives the same. What cannot be decided now (the
    antivirus does not answer) raises, and the job comes back later.
    """
