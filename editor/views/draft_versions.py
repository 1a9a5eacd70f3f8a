from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from editor.access import get_draft_for_user, get_kept_for_user, get_version_for_user
from editor.actions.restore_version import VersionOfSectionError, fitting, restore_version
from editor.actions.save_draft import StaleDraftError
from editor.http import EditorRequest, render_page
from editor.merge.differences import difference
from editor.models import DraftVersion, Text
from editor.views.explain import explain
from editor.views.sign_in import signed_in


@require_GET
@signed_in
def draft_versions(request: EditorRequest, draft_id: int) -> HttpResponse:
    """All that is kept of a draft: milestones, texts of other tabs, collisions."""
    kept = get_kept_for_user(request.user, draft_id)
    context = {
        "draft": kept.draft,
        "current_digest": Text.digest_of(kept.draft.text),
        "versions": kept.versions.select_related("author__credential").order_by("-kept_at")[:200],
        "snapshots": kept.snapshots.defer("merge").order_by("-created_at")[:100],
    }
    return render_page(request, "draft_versions.html", context)


@require_GET
@signed_in
def draft_version(request: EditorRequest, draft_id: int, version_id: int) -> HttpResponse:
    """One kept version, compared with what the draft has now, as far as that may be seen."""
    membership, version = get_version_for_user(request.user, draft_id, version_id)
    draft = version.draft
    is_put_away = draft.is_discarded and not membership.is_owner
    is_whole = version.reason != DraftVersion.Reason.PASSAGE
    is_of_section = is_whole and version.is_of_section
    is_fitting = is_whole and not (is_put_away or is_of_section)
    found = fitting(draft, version) if is_fitting else None
    context = {
        "membership": membership,
        "draft": draft,
        "version": version,
        "is_put_away": is_put_away,
        "is_of_section": is_of_section,
        "found": found,
        "difference": difference(
            draft.text, version.text.content if found.text is None else found.text
        )
        if found
        else None,
    }
    return render_page(request, "draft_version.html", context)


@require_POST
@signed_in
def draft_restore_version(request: EditorRequest, draft_id: int, version_id: int) -> HttpResponse:
    draft = get_draft_for_user(request.user, draft_id)
    _membership, version = get_version_for_user(request.user, draft_id, version_id)
    try:
        restored = restore_version(draft=draft, author=request.user, version=version)
    except VersionOfSectionError:
        return redirect("draft_version", draft_id=draft_id, version_id=version_id)
    except StaleDraftError as error:
        # Saved in another tab in this very moment, or discarded: the text is still a version.
        messages.error(request, explain(error).headline)
        return redirect("draft_versions", draft_id=draft_id)
    return redirect("draft_conflict" if restored.collision else "draft_edit", draft_id=draft_id)
