"""Who an entry calls by name."""

from collections import Counter
from collections.abc import Iterable

from aufil.kernel.called import called
from aufil.kernel.words import folded
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry
from aufil.thread.rows import Participant

# In a conversation of two, a name calls nobody who is not spoken to anyway.
SEVERAL = 3


def called_by(post: Post, members: Iterable[Participant]) -> list[Participant]:
    """The members a post calls: those its sender chose, and those whose first name, typed after `@`, is nobody
    else's here. Nobody calls themselves."""
    everybody = list(members)
    others = [member for member in everybody if member.person_id != post.author]
    chosen = set(post.mentions)
    if "@" in post.text and len(everybody) >= SEVERAL and post.via != Entry.Via.SELF:
        times = Counter(folded(member.first_name) for member in others)
        unique = [member for member in others if times[folded(member.first_name)] == 1]
        chosen |= {unique[one.name].uid for one in called(post.text, [m.first_name for m in unique])}
    return [member for member in others if member.uid in chosen]
