"""The child's program for what does not move: pictures and documents."""

from aufil.files.preparing.child import answer
from aufil.files.preparing.office import ole_sort, rtf_sort, zip_sort
from aufil.files.preparing.outcome import Refused, Result, Task
from aufil.files.preparing.pdf import prepare_pdf
from aufil.files.preparing.pictures import prepare_picture
from aufil.files.preparing.sniffing import HEAD, guess
from aufil.files.preparing.texts import text_sort

_LOOKS = {"zip": zip_sort, "ole": ole_sort, "rtf": rtf_sort, "text": text_sort}


def prepare(task: Task) -> Result:
    sort, form = guess(task.source.read(HEAD))
    task.source.seek(0)
    if sort == "picture":
        return prepare_picture(task, form)
    if task.kind != "document":
        raise Refused("not-a-photo")
    if sort == "pdf":
        return prepare_pdf(task)
    if sort not in _LOOKS:
        raise Refused("archive")
    data = task.source.read()
    media_type, locked = _LOOKS[sort](data, task.extension)
    task.outputs["original"].write(data)
    return Result(media_type, {"original": media_type}, locked=locked)


if __name__ == "__main__":
    answer(prepare)
