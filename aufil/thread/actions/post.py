"""The accept path: what Aufil does most.

`post_many` is one transaction, two round trips and a commit, however many posts come together:

1. *read*: lock the rows of the threads (in the order of their keys, so that two writers never wait for each
   other in a circle), and fetch their members, the entries already known under these ids, and which devices
   are live;
2. *decide*, post by post, in Python, with no further query: may they, is it a repeat, which `seq`;
3. *write*: entries, a notice for each other member, a line of the journal, and the new counters;
4. after the commit, tell the screens that are open.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from aufil.kernel import bus
from aufil.kernel.statements import Statements
from aufil.thread.actions.announce import announce_entries
from aufil.thread.actions.desk import Desk
from aufil.thread.actions.posts import Outcome, Post, Posted
from aufil.web.problems import Problem


def post(post: Post) -> Posted:
    """Add one message. Raises the problem it is refused with."""
    (outcome,) = post_many([post])
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


def post_many(posts: Sequence[Post]) -> list[Outcome]:
    """Add messages in their order, durably, in one transaction; one outcome for each.

    A list that fails as a whole (an id taken by another process at the same instant) is tried again post by
    post, so that one bad item harms no other.
    """
    try:
        return _post_together(posts)
    except IntegrityError:
        if len(posts) == 1:
            return _post_together(posts)  # the id is known by now: a repeat or a conflict
        outcomes: list[Outcome] = []
        refused: set[object] = set()
        for one in posts:
            outcome = Problem("not-tried") if one.chain in refused else post_many([one])[0]
            if isinstance(outcome, Problem) and one.chain is not None:
                refused.add(one.chain)
            outcomes.append(outcome)
        return outcomes


def _post_together(posts: Sequence[Post]) -> list[Outcome]:
    with transaction.atomic():
        statements = Statements()
        desk = Desk.read(statements, posts)
        outcomes = [desk.decide(one) for one in posts]
        if desk.fresh:
            desk.write(statements)
            bus.publish(desk.unanswered)
            fresh = desk.fresh
            transaction.on_commit(lambda: announce_entries(fresh))
    return outcomes
