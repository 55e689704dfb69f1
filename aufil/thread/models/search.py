"""What is searched (decision 0020): filled behind the entries by `thread.actions.indexing`, never the truth."""

from django.db import models

from aufil.kernel.ids import new_id
from aufil.kernel.search_words import LONGEST
from aufil.people.models import Structure
from aufil.thread.models.entry import Entry
from aufil.thread.models.thread import Thread


class Searched(models.Model):
    """An entry of a thread holds a word, of its text, its files' names or their transcripts.

    `word` is folded (`kernel.search_words`), or `#` and the kind of the entry, which nobody can type; `at` is when the
    entry came, in minutes since 1970. The key answers a search by itself; there is no constraint to check on writing.
    """

    pk = models.CompositePrimaryKey("thread_id", "word", "at", "entry_id")
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    word = models.CharField(max_length=LONGEST)
    at = models.IntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+", db_constraint=False)

    tenant_path = "thread__structure"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.word}"


class KnownWord(models.Model):
    """A word that some entry of a structure holds, with what finds it again when it is written otherwise.

    `stem` joins its forms; `shape` is its `spoken_shape`, `backwards` the same from its end: a misspelt word is looked
    for by the end that is right.
    """

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=LONGEST)
    stem = models.CharField(max_length=LONGEST)
    shape = models.CharField(max_length=LONGEST)
    backwards = models.CharField(max_length=LONGEST)

    tenant_path = "structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["structure", "word"], name="known_word_once")]
        indexes = [
            models.Index(fields=["structure", "stem"], name="known_word_stem"),
            # With what a look-up answers, where the database can: thousands of words begin alike.
            models.Index(fields=["structure", "shape"], include=["word"], name="known_word_shape"),
            models.Index(
                fields=["structure", "backwards"], include=["word", "shape"], name="known_word_backwards"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Indexing(models.Model):
    """How far the entries have been read for searching: one row, which is also the lock of who reads them.

    All up to `upto` are, but for `holes`: `[first, last, when]`, keys that were not there when those after them were
    read, because their transaction had not committed, or never will. `rules` is the version of the words' rules: with
    other rules, all is read again. `era` is another each time words are forgotten.
    """

    upto = models.BigIntegerField(default=0)
    holes = models.JSONField(default=list)
    rules = models.IntegerField(default=0)
    era = models.UUIDField(default=new_id)

    tenant_path = ""

    def __str__(self) -> str:
        return f"≤ {self.upto}"
