from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.access import get_light_membership
from editor.actions.coauthors import answers_about_naming
from editor.actions.news import wiki_news
from editor.actions.presence import NOWHERE, company, hide_presence, keep_presence, release_presence
from editor.actions.watch_pages import watch_page
from editor.credentials import is_admitted
from editor.forms import PulseForm
from editor.http import EditorRequest, render_page
from editor.views.pen import pen_of
from editor.views.wiki_news import news_context
from editor.views.words.presence import presence_words


@require_POST
def draft_pulse(request: EditorRequest, draft_id: int) -> HttpResponse:
    """A tab says that it is here, and hears what is new around its draft, in out-of-band parts.

    It runs by itself in the background, so whoever is refused gets a status and not a word: the
    next save tells what is wrong. (Only who was in a shared draft is told what became of it: who
    reads along saves nothing.) It waits for the wiki only where it is this one's turn to ask.
    """
    if not is_admitted(request.user):
        return HttpResponse(status=401)
    membership = get_light_membership(request.user, draft_id)
    draft = membership.draft
    form = PulseForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    beat, state = form.beat(), form.cleaned_data["state"]
    if state == "hidden":
        hide_presence(user=request.user, draft=draft, tab=beat.tab)
        return HttpResponse(status=204)
    place = NOWHERE
    if state:
        release_presence(user=request.user, draft=draft, tab=beat.tab)
    else:
        place = keep_presence(user=request.user, draft=draft, beat=beat)
    if state == "left":
        return HttpResponse(status=204)
    people = company(user=request.user, draft=draft, place=place)
    if form.cleaned_data["deciding"]:
        return render_page(request, "_presence_parts.html", {"presence": presence_words(people)})
    reading = form.cleaned_data["reading"]
    pen = pen_of(membership, was_asking=reading == "asked")
    context = {"draft": draft, "pen": pen, "is_reading": bool(reading)}
    context["presence"] = presence_words(people)
    if pen.is_mine and not reading:
        page = watch_page(user=request.user, draft=draft)
        news = wiki_news(user=request.user, draft=draft, state=page)
        # The tab has tried that revision, and what came of it stands there.
        is_tried = bool(news.newest and news.newest.revid == form.cleaned_data["tried"])
        context |= {"tells_news": not is_tried, **news_context(draft, news)}
        context["naming"] = answers_about_naming(draft=draft, publisher=request.user)
    events = {"draft:pen": {"is_mine": pen.is_mine, "version": draft.version}}
    return render_page(request, "draft_pulse.html", context, events=events)
