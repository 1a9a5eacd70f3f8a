from __future__ import annotations

from django.urls import path, re_path, register_converter

from editor.views.addition import addition, addition_discard, addition_edit
from editor.views.bot_password_sign_in import bot_password_sign_in
from editor.views.collisions import collisions
from editor.views.draft_catch_up import draft_catch_up, draft_merge, draft_unmerge
from editor.views.draft_changes import draft_changes
from editor.views.draft_conflict import draft_conflict
from editor.views.draft_credit import draft_credit, draft_credit_offer
from editor.views.draft_decide import draft_decide
from editor.views.draft_discard import draft_discard, draft_restore
from editor.views.draft_follow import draft_follow
from editor.views.draft_looked import draft_looked
from editor.views.draft_move import draft_move
from editor.views.draft_notices import draft_notices
from editor.views.draft_offer import draft_offer
from editor.views.draft_on_wiki import draft_on_wiki
from editor.views.draft_options import draft_options
from editor.views.draft_outline import draft_outline
from editor.views.draft_passage import (
    draft_passages,
    draft_undo_passage,
    draft_unmerge_passage,
)
from editor.views.draft_pen import (
    draft_pen_ask,
    draft_pen_give,
    draft_pen_keep,
    draft_pen_take,
)
from editor.views.draft_preview import draft_preview, draft_preview_frame
from editor.views.draft_publish import draft_publish
from editor.views.draft_published import draft_published
from editor.views.draft_pulse import draft_pulse
from editor.views.draft_put_in import draft_put_in
from editor.views.draft_reading import draft_reading
from editor.views.draft_reclaim import draft_reclaim
from editor.views.draft_revert import draft_revert
from editor.views.draft_save import draft_save
from editor.views.draft_section import draft_section
from editor.views.draft_share import (
    draft_hand_over,
    draft_leave,
    draft_naming,
    draft_share,
    draft_share_change,
    draft_share_team,
)
from editor.views.draft_sign_in import draft_sign_in
from editor.views.draft_snapshot import draft_snapshot, draft_undo_merge
from editor.views.draft_snapshot_download import draft_snapshot_download
from editor.views.draft_stash import draft_stash
from editor.views.draft_uses import draft_uses
from editor.views.draft_versions import draft_restore_version, draft_version, draft_versions
from editor.views.front import front
from editor.views.page_add import page_add
from editor.views.page_address import WikiNumber
from editor.views.page_compare import page_compare
from editor.views.page_edit import draft_edit, page_edit
from editor.views.page_history import page_history
from editor.views.page_open import index_php, page_open
from editor.views.people_suggestions import people_suggestions
from editor.views.quick_add import quick_add
from editor.views.sign_in import draft_resume
from editor.views.title_suggestions import title_suggestions

register_converter(WikiNumber, "wiki-number")

DRAFT = "drafts/<int:draft_id>"

urlpatterns = [
    path("", front, name="front"),
    path("sign-in/bot-password", bot_password_sign_in, name="bot_password_sign_in"),
    path("open", page_open, name="page_open"),
    re_path(r"^(?:w/)?index\.php$", index_php, name="index_php"),
    path("titles", title_suggestions, name="title_suggestions"),
    path("people", people_suggestions, name="people_suggestions"),
    path("edit/<path:title>", page_edit, name="page_edit"),
    path("page/<wiki-number:pageid>", page_edit, name="page_edit_by_id"),
    path("revision/<wiki-number:revid>", page_edit, name="page_edit_by_revision"),
    path("history/<path:title>", page_history, name="page_history"),
    path("collisions", collisions, name="collisions"),
    path("compare", page_compare, name="page_compare"),
    path("add", quick_add, name="quick_add"),
    path("add/<path:title>", page_add, name="page_add"),
    path("additions/<int:addition_id>/", addition, name="addition"),
    path("additions/<int:addition_id>/edit", addition_edit, name="addition_edit"),
    path("additions/<int:addition_id>/discard", addition_discard, name="addition_discard"),
    path("published/<int:attempt_id>", draft_published, name="draft_published"),
    path(f"{DRAFT}/", draft_edit, name="draft_edit"),
    path(f"{DRAFT}/save", draft_save, name="draft_save"),
    path(f"{DRAFT}/put-in", draft_put_in, name="draft_put_in"),
    path(f"{DRAFT}/sign-in", draft_sign_in, name="draft_sign_in"),
    path(f"{DRAFT}/pulse", draft_pulse, name="draft_pulse"),
    path(f"{DRAFT}/looked", draft_looked, name="draft_looked"),
    path(f"{DRAFT}/stash", draft_stash, name="draft_stash"),
    path(f"{DRAFT}/preview", draft_preview, name="draft_preview"),
    path(f"{DRAFT}/preview/frame", draft_preview_frame, name="draft_preview_frame"),
    path(f"{DRAFT}/changes", draft_changes, name="draft_changes"),
    path(f"{DRAFT}/outline", draft_outline, name="draft_outline"),
    path(f"{DRAFT}/section", draft_section, name="draft_section"),
    path(f"{DRAFT}/notices", draft_notices, name="draft_notices"),
    path(f"{DRAFT}/offer", draft_offer, name="draft_offer"),
    path(f"{DRAFT}/options", draft_options, name="draft_options"),
    path(f"{DRAFT}/publish", draft_publish, name="draft_publish"),
    path(f"{DRAFT}/move", draft_move, name="draft_move"),
    path(f"{DRAFT}/on-wiki", draft_on_wiki, name="draft_on_wiki"),
    path(f"{DRAFT}/follow", draft_follow, name="draft_follow"),
    path(f"{DRAFT}/catch-up", draft_catch_up, name="draft_catch_up"),
    path(f"{DRAFT}/merge", draft_merge, name="draft_merge"),
    path(f"{DRAFT}/unmerge", draft_unmerge, name="draft_unmerge"),
    path(f"{DRAFT}/unmerge/passage", draft_unmerge_passage, name="draft_unmerge_passage"),
    path(f"{DRAFT}/conflict", draft_conflict, name="draft_conflict"),
    path(f"{DRAFT}/decide", draft_decide, name="draft_decide"),
    path(f"{DRAFT}/resume", draft_resume, name="draft_resume"),
    path(f"{DRAFT}/discard", draft_discard, name="draft_discard"),
    path(f"{DRAFT}/restore", draft_restore, name="draft_restore"),
    path(f"{DRAFT}/revert", draft_revert, name="draft_revert"),
    path(f"{DRAFT}/uses", draft_uses, name="draft_uses"),
    path(f"{DRAFT}/reading", draft_reading, name="draft_reading"),
    path(f"{DRAFT}/pen/ask", draft_pen_ask, name="draft_pen_ask"),
    path(f"{DRAFT}/pen/take", draft_pen_take, name="draft_pen_take"),
    path(f"{DRAFT}/pen/give", draft_pen_give, name="draft_pen_give"),
    path(f"{DRAFT}/pen/keep", draft_pen_keep, name="draft_pen_keep"),
    path(f"{DRAFT}/share", draft_share, name="draft_share"),
    path(f"{DRAFT}/share/team", draft_share_team, name="draft_share_team"),
    path(f"{DRAFT}/share/<int:share_id>", draft_share_change, name="draft_share_change"),
    path(f"{DRAFT}/share/<int:share_id>/hand-over", draft_hand_over, name="draft_hand_over"),
    path(f"{DRAFT}/credit", draft_credit, name="draft_credit"),
    path(f"{DRAFT}/credit/offer", draft_credit_offer, name="draft_credit_offer"),
    path(f"{DRAFT}/leave", draft_leave, name="draft_leave"),
    path(f"{DRAFT}/naming", draft_naming, name="draft_naming"),
    path(f"{DRAFT}/versions", draft_versions, name="draft_versions"),
    path(f"{DRAFT}/versions/<int:version_id>", draft_version, name="draft_version"),
    path(
        f"{DRAFT}/versions/<int:version_id>/restore",
        draft_restore_version,
        name="draft_restore_version",
    ),
    path(f"{DRAFT}/collisions/<int:snapshot_id>", draft_snapshot, name="draft_snapshot"),
    path(
        f"{DRAFT}/collisions/<int:snapshot_id>/download",
        draft_snapshot_download,
        name="draft_snapshot_download",
    ),
    path(f"{DRAFT}/collisions/<int:snapshot_id>/reclaim", draft_reclaim, name="draft_reclaim"),
    path(f"{DRAFT}/collisions/<int:snapshot_id>/passages", draft_passages, name="draft_passages"),
    path(
        f"{DRAFT}/collisions/<int:snapshot_id>/passages/undo",
        draft_undo_passage,
        name="draft_undo_passage",
    ),
    path(f"{DRAFT}/collisions/<int:snapshot_id>/undo", draft_undo_merge, name="draft_undo_merge"),
]
