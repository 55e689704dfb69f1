"""What is typed about rehearsals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.kernel.words import normalise, unprintable
from aufil.people.models import Person, Structure
from aufil.thread.models import Side
from aufil.video.actions import Played
from aufil.video.models import Question, QuestionList, Rehearsal
from aufil.video.queries import EACH_MOST, Script, script_named, scripts_offered


class RehearsalForm(forms.Form):
    """What is to be rehearsed: a list or none, a post, who plays the employer, by video or not."""

    script = forms.ChoiceField(label=_("Les questions"), required=False)
    post = forms.CharField(
        label=_("Le poste ou la formation visés"),
        required=False,
        max_length=Rehearsal.POST_MOST,
        help_text=_("En quelques mots, si vous voulez : « serveuse au Bistrot, à Cholet »."),
    )
    employer = forms.ChoiceField(label=_("Qui joue l’employeur"), widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("Comment"),
        widget=forms.RadioSelect,
        choices=[("video", _("En visio")), ("plain", _("Sans visio : au téléphone ou au bureau"))],
    )

    def __init__(self, data: Any = None, *, structure: Structure, young: Person) -> None:
        titled = _("%(title)s (%(count)s questions)")
        self.structure = structure
        offered = [
            (name, titled % {"title": title, "count": count})
            for name, title, count in scripts_offered(structure)
        ]
        initial = {"script": offered[0][0], "employer": Side.STAFF.value, "way": "video"}
        super().__init__(data, initial=initial)
        self.fields["script"].choices = [*offered, ("", _("Sans liste : mes propres questions"))]  # type: ignore[attr-defined]
        names = {"name": young.first_name}
        self.fields["employer"].choices = [  # type: ignore[attr-defined]
            (Side.STAFF.value, _("Moi")),
            (Side.YOUNG.value, _("%(name)s, pour se voir de l’autre côté") % names),
        ]

    def played(self) -> Played:
        said = self.cleaned_data
        script = script_named(self.structure, said["script"]) or Script()
        return Played(script, said["post"].strip(), said["employer"], said["way"] == "video")


class LongField(forms.CharField):
    """Several lines, so many letters; line ends made one, the white space around it removed."""

    def __init__(self, most: int, *, label: Any) -> None:
        self.most = most
        super().__init__(label=label, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}))

    def clean(self, value: str | None) -> str:
        said = normalise(value or "")
        if "\x00" in said or unprintable(said.replace("\n", "").replace("\t", "")):
            raise forms.ValidationError(_("Un caractère ne peut pas être enregistré. Retirez-le."))
        if len(said) > self.most:
            words = {"n": len(said), "most": self.most}
            raise forms.ValidationError(
                _("C’est trop long : %(n)s signes pour %(most)s. Raccourcissez.") % words
            )
        return said


class LetterForm(forms.Form):
    """What becomes of the notes, each field with where it goes beside it."""

    strong = LongField(EACH_MOST, label=_("Points forts"))
    to_work_on = LongField(EACH_MOST, label=_("À travailler"))
    for_team = LongField(EACH_MOST, label=_("Pour l’équipe"))


class PlayForm(forms.Form):
    """What is asked of a rehearsal without a script. `at`: the number the page shows."""

    do = forms.CharField()
    at = forms.IntegerField(required=False, min_value=0, max_value=Rehearsal.QUESTIONS_MOST)
    question = forms.UUIDField(required=False)
    id = forms.UUIDField(required=False)
    text = LongField(Question.LONGEST, label=_("Texte"))
    well = LongField(Rehearsal.NOTES_MOST, label=_("Ce qui va bien"))
    work = LongField(Rehearsal.NOTES_MOST, label=_("À travailler"))


class QuestionListForm(forms.Form):
    """A structure's own list: a title, a question a line, its advice after a bar."""

    title = forms.CharField(label=_("Nom de la liste"), max_length=QuestionList.LONGEST)
    questions = forms.CharField(
        label=_("Les questions, une par ligne"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "30 au plus. Pour ajouter un conseil à une question, écrivez-le après une barre : "
            "« Pourquoi ce métier ? | Une raison à soi. »"
        ),
    )

    def clean_questions(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in normalise(self.cleaned_data["questions"]).split("\n")]
        found = [
            (text.strip(), advice.strip()) for text, _bar, advice in (li.partition("|") for li in lines if li)
        ]
        if len(found) > QuestionList.MOST:
            said = _("Il y a %(n)s questions, pour %(most)s au plus. Retirez-en.")
            raise forms.ValidationError(said % {"n": len(found), "most": QuestionList.MOST})
        for number, (text, advice) in enumerate(found, start=1):
            if not text or max(len(text), len(advice)) > Question.LONGEST:
                said = _(
                    "Ligne %(n)s : une question, puis un conseil si vous voulez, de 300 signes au plus chacun."
                )
                raise forms.ValidationError(said % {"n": number})
            if unprintable(text + advice):
                raise forms.ValidationError(
                    _("Ligne %(n)s : un caractère ne peut pas être lu.") % {"n": number}
                )
        return found


def list_as_typed(row: QuestionList) -> dict[str, str]:
    """A list as its form shows it."""
    pairs = row.questions.values_list("text", "advice")
    return {
        "title": row.title,
        "questions": "\n".join(" | ".join(part for part in pair if part) for pair in pairs),
    }
