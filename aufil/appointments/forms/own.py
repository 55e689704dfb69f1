"""What a young person may answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.appointments.models import Seat

ANSWERS = (Seat.Answer.COMES, Seat.Answer.CANNOT, Seat.Answer.CALL)


class AnswerForm(forms.Form):
    """One tap: an answer, « une autre heure », or a seat that is offered taken or left."""

    answer = forms.ChoiceField(choices=[(one, one) for one in (*ANSWERS, "other-time", "take", "leave")])


class WordForm(forms.Form):
    """When it is too late to answer by a tap: a message to the counsellor, begun for them."""

    id = forms.UUIDField()
    text = forms.CharField(max_length=2_000, error_messages={"required": _("Écrivez un mot, puis envoyez.")})
