"""What a form does once it is filled in, and how it says what was refused."""

from collections.abc import Callable

from django import forms

from aufil.web.problems import Problem


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Act on a form that is filled in; False when something is to be mended, said beside the field it is about."""
    if not form.is_valid():
        return False
    try:
        act()
    except Problem as problem:
        if not problem.errors:
            raise
        for name, sentences in problem.errors.items():
            form.add_error(name if name in form.fields else None, [str(one) for one in sentences])
        return False
    return True
