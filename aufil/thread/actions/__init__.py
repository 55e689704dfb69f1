"""All writes on threads."""

from aufil.thread.actions.change import delete, edit, purge_revisions
from aufil.thread.actions.membership import join, leave, open_group, open_support
from aufil.thread.actions.post import Post, Posted, post, post_many
from aufil.thread.actions.reading import mark_read, tell_writing

__all__ = [
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
