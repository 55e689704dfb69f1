from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.thread.models import Side
from aufil.video.models.questions import Question, QuestionList

NOTES_MOST = 1000
QUESTIONS_MOST = 40


class Rehearsal(models.Model):
    """An interview that counsellor and young person play: which question, who plays whom, what was noted.

    Its room, if it has one, is the room of this subject (`Room.Kind.REHEARSAL`); without one it is played by telephone
    or in the office.
    """

    NOTES_MOST = NOTES_MOST  # letters, each of what is sent and kept
    POST_MOST = 120
    QUESTIONS_MOST = QUESTIONS_MOST  # those of a list, and one's own

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    young = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    counsellor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=QuestionList.LONGEST, blank=True, default="")  # of the list
    of = models.ForeignKey(
        QuestionList, null=True, blank=True, on_delete=models.RESTRICT, related_name="rehearsals"
    )
    post = models.CharField(max_length=POST_MOST, blank=True, default="")  # aimed at
    employer = models.CharField(max_length=8, choices=Side.choices, default=Side.STAFF)  # who asks
    position = models.PositiveSmallIntegerField(default=0)  # the number of the current question; 0: none yet
    asked_at = models.DateTimeField(null=True, blank=True)  # the current question
    is_advised = models.BooleanField(default=False)  # the advice of the current question is shown to both
    rev = models.PositiveIntegerField(default=0)  # counts what open pages are shown of it
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # What the counsellor makes of the notes, once they first keep it (`drafted_at`).
    strong = models.TextField(blank=True, default="")  # to the young person
    to_work_on = models.TextField(blank=True, default="")  # to the young person
    for_team = models.TextField(blank=True, default="")
    drafted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)  # the team's note
    retained_at = models.DateTimeField(null=True, blank=True)  # « ce que j’en retiens » is in the thread
    forgotten_at = models.DateTimeField(null=True, blank=True)  # notes and drafts
    merge = models.UUIDField(null=True, blank=True)  # of a file made one with another: by which merge it came

    tenant_path = "structure"

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "young"], condition=Q(ended_at=None), name="one_rehearsal_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(employer__in=Side.values), name="rehearsal_employer_is_a_side"
            ),
            models.CheckConstraint(
                condition=Q(position=0, asked_at=None) | Q(position__gte=1, asked_at__isnull=False),
                name="question_was_asked_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(position__lte=QUESTIONS_MOST), name="rehearsal_is_at_a_question"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="rehearsal_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None)
                | Q(strong="", to_work_on="", for_team="", ended_at__isnull=False),
                name="forgotten_rehearsal_has_no_notes",
            ),
        ]
        indexes = [models.Index(fields=["ended_at"], condition=Q(forgotten_at=None), name="rehearsals_noted")]

    def __str__(self) -> str:
        return self.title or str(self.uid)


class Asked(models.Model):
    """One question of a rehearsal, copied from its list or one's own, with what the counsellor noted of the answer."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=Question.LONGEST)
    advice = models.CharField(max_length=Question.LONGEST, blank=True, default="")
    is_own = models.BooleanField(default=False)  # added during the rehearsal
    seen_at = models.DateTimeField(null=True, blank=True)  # when it was first asked
    well = models.TextField(blank=True, default="")  # « ce qui va bien »
    work = models.TextField(blank=True, default="")  # « à travailler »

    tenant_path = "rehearsal__structure"

    class Meta:
        ordering = ["rehearsal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "number"], name="asked_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=QUESTIONS_MOST), name="rehearsal_is_short"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="asked_asks_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), Question.LONGEST), name="asked_is_short"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("well"), NOTES_MOST), name="note_of_what_goes_well_is_short"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("work"), NOTES_MOST), name="note_of_what_to_work_on_is_short"
            ),
        ]

    def __str__(self) -> str:
        return self.text
