"""The API of threads: the busy calls at the thin door, the others through Django."""

from aufil.thread.api.busy import doors
from aufil.thread.api.calm import router
from aufil.thread.api.groups import router as groups
from aufil.thread.api.search import router as search_router

router.add_router("", groups)

__all__ = ["doors", "router", "search_router"]
