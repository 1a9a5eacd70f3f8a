from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from editor.access import get_snapshot_for_user
from editor.http import EditorRequest
from editor.merge.unified import unified
from editor.models import ConflictSnapshot
from editor.views.draft_snapshot import asked_sides, sides_of
from editor.views.sign_in import signed_in

# What some system or other would take for more than a name.
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
LONGEST_NAME = 80


@require_GET
@signed_in
def draft_snapshot_download(
    request: EditorRequest, draft_id: int, snapshot_id: int
) -> HttpResponse:
    """One text of a collision as a file (`text`), or the difference of two of them."""
    snapshot = get_snapshot_for_user(request.user, draft_id, snapshot_id)
    sides = sides_of(snapshot)
    side = sides.get(request.GET.get("text", ""))
    if side:
        return _file(side.text.content, f"{_name(snapshot)} ({side.name}).txt")
    old, new = asked_sides(request, sides)
    name = _name(snapshot)
    body = unified(
        old.text.content,
        new.text.content,
        old_name=f"{name} ({old.name})",
        new_name=f"{name} ({new.name})",
    )
    return _file(body, f"{name} ({old.name} to {new.name}).diff")


def _name(snapshot: ConflictSnapshot) -> str:
    place = UNSAFE.sub("-", snapshot.draft.place).strip(" .")[:LONGEST_NAME]
    return f"{place} {snapshot.theirs_revid}"


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
