from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import get_draft_for_user
from editor.actions.edit_options import edit_options
from editor.actions.form_offer import known_offer
from editor.http import EditorRequest, render_page
from editor.models import Draft, DraftRevert, profile_of
from editor.views.sign_in import signed_in
from editor.wiki import outgoing, script_url

# The wiki refuses a form whose letters a browser has damaged on the way; this is its own measure.
UNICODE_CHECK = "ℳ𝒲♥𝓊𝓃𝒾𝒸ℴ𝒹ℯ"


@require_GET
@signed_in
def draft_on_wiki(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Hand the draft over to the wiki's own edit page, for what can only be finished there."""
    draft = get_draft_for_user(request.user, draft_id)
    options = edit_options(user=request.user, draft=draft)
    context = {
        "draft": draft,
        "address": script_url(draft.wiki.site, title=draft.title, action="submit"),
        "fields": _fields(draft, options["watchlist_expiry"]),
        "text": outgoing(draft.text),
        # The wiki's form has no place for these.
        "left_tags": _labels(draft, options["tags"]),
        "leaves_watching": _leaves_watching(request.user, draft),
        "left_summary": draft.summary if draft.section == "new" else "",
    }
    return render_page(request, "draft_on_wiki.html", context)


def _labels(draft: Draft, tags: Iterable[str]) -> list[str]:
    offer = known_offer(draft)
    labels = {tag.name: tag.label for tag in offer.tags} if offer else {}
    return [labels.get(tag, tag) for tag in tags]


def _leaves_watching(user: User, draft: Draft) -> bool:
    """Whether the wiki's box may take back a watch: it knows no “as it is”, only yes and no."""
    is_ticked = draft.watch_mode == Draft.WatchMode.AS_TICKED
    return not (is_ticked and profile_of(user).may("viewmywatchlist"))


def _fields(draft: Draft, watch_expiry: str) -> dict[str, str]:
    """Those of https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php, but for the text.

    Without a token of the wiki's own session it saves nothing: it shows the text as a preview, in
    its edit form.
    """
    is_new_section = draft.section == "new"
    fields = {
        "wpUnicodeCheck": UNICODE_CHECK,
        "wpSection": draft.section,
        "wpStarttime": f"{draft.start_timestamp:%Y%m%d%H%M%S}",
        "wpSummary": draft.section_title if is_new_section else draft.summary,
        "model": draft.content_model,
        "format": draft.content_format,
        "wpPreview": "1",
        "wpUltimateParam": "1",
    }
    if draft.base_revid and draft.base_timestamp:
        fields["editRevId"] = str(draft.base_revid)
        fields["parentRevId"] = str(draft.base_revid)
        fields["wpEdittime"] = f"{draft.base_timestamp:%Y%m%d%H%M%S}"
    if draft.is_minor:
        fields["wpMinoredit"] = "1"
    if draft.is_watching:
        fields["wpWatchthis"] = "1"
    if watch_expiry:
        fields["wpWatchlistExpiry"] = watch_expiry
    undo = DraftRevert.objects.clean_undo(draft)
    if undo:
        # The wiki marks the edit as an undo, and tells whose edit was undone.
        fields["wpUndidRevision"] = str(undo.revid)
        fields["wpUndoAfter"] = str(undo.undoafter)
    return fields
