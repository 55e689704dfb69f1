from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure

TITLE_MOST = 80
QUESTION_MOST = 300  # letters, and its advice


class QuestionList(models.Model):
    """A structure's own list of questions for rehearsals; one that served is archived, never deleted."""

    LONGEST = TITLE_MOST
    MOST = 30  # questions

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=LONGEST)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "title"], condition=Q(archived_at=None), name="question_list_title_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="question_list_has_a_title"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("title"), TITLE_MOST), name="question_list_title_is_short"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a list, in its place."""

    LONGEST = QUESTION_MOST

    of = models.ForeignKey(QuestionList, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()  # 1, 2, 3…
    text = models.CharField(max_length=LONGEST)
    advice = models.CharField(max_length=LONGEST, blank=True, default="")

    tenant_path = "of__structure"

    class Meta:
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="question_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=QuestionList.MOST), name="question_list_is_short"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), QUESTION_MOST), name="question_is_short"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("advice"), QUESTION_MOST), name="advice_is_short"
            ),
        ]

    def __str__(self) -> str:
        return self.text
