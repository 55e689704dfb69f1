"""The child's program for what has time in it: sound and film."""

from aufil.files.preparing.child import answer
from aufil.files.preparing.containers import film_of, opened
from aufil.files.preparing.film import prepare_film
from aufil.files.preparing.outcome import Refused, Result, Task
from aufil.files.preparing.sniffing import HEAD, guess
from aufil.files.preparing.sound import prepare_sound


def prepare(task: Task) -> Result:
    sort, form = guess(task.source.read(HEAD))
    if sort != "sound":
        raise Refused("not-a-recording")
    if task.kind == "video" or (task.kind == "document" and _shows(task, form)):
        return prepare_film(task, form)
    return prepare_sound(task, form)


def _shows(task: Task, form: str) -> bool:
    with opened(task.source, form) as container:
        return film_of(container) is not None


if __name__ == "__main__":
    answer(prepare)
