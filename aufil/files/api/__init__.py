"""How bytes come in by the API."""

from aufil.files.api.incoming import beside
from aufil.files.api.uploads import UPLOADS, doors, pace, volume

__all__ = ["UPLOADS", "beside", "doors", "pace", "volume"]
