"""Usual interviews, ready-made: what employers and schools ask, and what each question looks for."""

from aufil.video.interviews import apprenticeship, disturbing, first_job, immersion, training
from aufil.video.interviews.kinds import ReadyList, ReadyQuestion

READY = {one.LIST.key: one.LIST for one in (apprenticeship, first_job, immersion, training, disturbing)}

__all__ = ["READY", "ReadyList", "ReadyQuestion"]
