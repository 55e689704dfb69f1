"""All writes on threads."""

from aufil.thread.actions.change import delete, edit, purge_revisions
from aufil.thread.actions.desk import Outcome, Post, Posted
from aufil.thread.actions.membership import join, leave, open_group, open_support
from aufil.thread.actions.post import post, post_many
from aufil.thread.actions.reading import mark_read, tell_writing

__all__ = [
    "Outcome",
    "Post",
    "Posted",
    "delete",
    "edit",
    "join",
    "leave",
    "mark_read",
    "open_group",
    "open_support",
    "post",
    "post_many",
    "purge_revisions",
    "tell_writing",
]
