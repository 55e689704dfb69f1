"""What a text message says: the words themselves to who lives by SMS, else who wrote and where to read it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.delivery.channels.sms.alphabet import count, cut
from aufil.delivery.sources import Words

MOST = 3  # parts
HOME = "/"
NAMES = 2  # said; of more, how many


class Saying(NamedTuple):
    """What the words do not know: how this structure speaks, and to whom."""

    in_full: bool
    addressee: str = ""  # named when somebody else has this number too
    informal: bool = False  # « tu »
    answer_at: str = ""  # the number to call, where this sender cannot be answered
    can_be_answered: bool = True


class Frame(NamedTuple):
    """What stands around somebody's words in a text message."""

    before: str
    after: str


def frame_of(who: str, saying: Saying, link: str) -> Frame:
    """What will stand around the words of `who`, for who counts while writing; `link`: as long as ours are."""
    [line] = _said([Words(who, "", HOME)])
    return Frame(_addressed(saying) + line, _where_to_answer(saying, HOME, lambda _path: link))


def text_of(words: Sequence[Words], saying: Saying, link: Callable[[str], str]) -> str:
    """The text, of at most three parts. `link` makes an address of ours out of a path; called only when needed."""
    paths = {one.path for one in words}
    path = paths.pop() if len(paths) == 1 else HOME
    if any(one.address for one in words):
        return _with_address(words, saying, link)
    if any(one.opening for one in words):
        return _openly(words, saying, link(path))
    if not (saying.in_full and all(one.text for one in words)):
        return _who_wrote(words, saying, link(path))
    body = _addressed(saying) + "\n".join(_said(words))
    end = _where_to_answer(saying, path, link)
    if count(body + end).parts <= MOST:
        return body + end
    return cut(body, most=MOST, end=_("… La suite : %(link)s") % {"link": link(path)} + _without_link(saying))


def _openly(words: Sequence[Words], saying: Saying, link: str) -> str:
    """What may be said to anybody, what may be answered, then where all of it is read; who else wrote, after it."""
    said = [one.opening for one in words if one.opening]
    asked = next((one.asks for one in words if one.asks), "") if len(words) == 1 else ""
    wrote = [one for one in words if not one.opening]
    end = _who_wrote(wrote, saying._replace(addressee=""), link) if wrote else link
    body = _addressed(saying) + " ".join([*said, *([asked] if asked and saying.can_be_answered else [])])
    whole = f"{body} {end}"
    return whole if count(whole).parts <= MOST else cut(body, most=MOST, end=f"… {end}")


def _with_address(words: Sequence[Words], saying: Saying, link: Callable[[str], str]) -> str:
    """« Camille : … » and the address it speaks of, to everybody; who else wrote, after it."""
    said = [f"{one.who} : {one.text} {one.address}" for one in words if one.address]
    wrote = [one for one in words if not one.address]
    beside = _openly if any(one.opening for one in wrote) else _who_wrote
    more = [beside(wrote, saying._replace(addressee=""), link(HOME))] if wrote else []
    return _addressed(saying) + "\n".join([*said, *more])


def _addressed(saying: Saying) -> str:
    return _("Pour %(name)s. ") % {"name": saying.addressee} if saying.addressee else ""


def _said(words: Sequence[Words]) -> list[str]:
    """« Camille : … », a name once for what follows it."""
    lines, before = [], None
    for one in words:
        lines.append(one.text if one.who == before else f"{one.who} : {one.text}")
        before = one.who
    return lines


def _where_to_answer(saying: Saying, path: str, link: Callable[[str], str]) -> str:
    if saying.can_be_answered:
        return ""
    return _without_link(saying) or _("\nPour répondre : %(link)s") % {"link": link(path)}


def _without_link(saying: Saying) -> str:
    if saying.can_be_answered or not saying.answer_at:
        return ""
    return _("\nPour répondre : %(phone)s") % {"phone": saying.answer_at}


def _who_wrote(words: Sequence[Words], saying: Saying, link: str) -> str:
    who = list(dict.fromkeys(one.who for one in words))
    said = _verb(len(who), informal=saying.informal) % {"who": _names(who), "link": link}
    return _addressed(saying) + said


def _verb(people: int, *, informal: bool) -> str:
    if informal:
        return ngettext("%(who)s t’a écrit : %(link)s", "%(who)s t’ont écrit : %(link)s", people)
    return ngettext("%(who)s vous a écrit : %(link)s", "%(who)s vous ont écrit : %(link)s", people)


def _names(who: Sequence[str]) -> str:
    if len(who) == 1:
        return who[0]
    if len(who) <= NAMES:
        return _("%(one)s et %(other)s") % {"one": who[0], "other": who[1]}
    more = len(who) - 1
    return ngettext("%(one)s et %(n)s autre", "%(one)s et %(n)s autres", more) % {"one": who[0], "n": more}
