"""What a ready-made list of questions is made of."""

from typing import NamedTuple

from django.utils.functional import Promise


class ReadyQuestion(NamedTuple):
    """`advice`: what the question looks for, in a line."""

    text: str | Promise
    advice: str | Promise


class ReadyList(NamedTuple):
    """A usual interview. `key` stands in forms."""

    key: str
    title: str | Promise
    questions: tuple[ReadyQuestion, ...]
