from aufil.files.models.file import NAME_LIMIT, PREVIEW_LIMIT, SIZE_LIMIT, Blob, File, Piece
from aufil.files.models.held import Held
from aufil.files.models.keys import DataKey

__all__ = ["NAME_LIMIT", "PREVIEW_LIMIT", "SIZE_LIMIT", "Blob", "DataKey", "File", "Held", "Piece"]
