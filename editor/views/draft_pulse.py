from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.access import get_light_draft_for_user
from editor.actions.presence import hide_presence, keep_presence, release_presence
from editor.credentials import is_admitted
from editor.forms import PulseForm
from editor.http import EditorRequest, render_page


@require_POST
def draft_pulse(request: EditorRequest, draft_id: int) -> HttpResponse:
    """A tab says that it is here, and hears what is new around its draft, in out-of-band parts.

    It runs by itself in the background, so whoever is refused gets a status and not a word: the
    next save tells what is wrong. Nothing in it may wait for the wiki.
    """
    if not is_admitted(request.user):
        return HttpResponse(status=401)
    draft = get_light_draft_for_user(request.user, draft_id)
    form = PulseForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    beat, state = form.beat(), form.cleaned_data["state"]
    if state == "left":
        release_presence(user=request.user, draft=draft, tab=beat.tab)
        return HttpResponse(status=204)
    if state == "hidden":
        hide_presence(user=request.user, draft=draft, tab=beat.tab)
        return HttpResponse(status=204)
    keep_presence(user=request.user, draft=draft, beat=beat)
    return render_page(request, "draft_pulse.html", {"draft": draft})
