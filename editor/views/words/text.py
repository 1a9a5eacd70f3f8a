"""What was written does not suit the wiki: its text, its summary, its tags, its kind."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.views.words.entry import Remedy, Table, Words

_TAKE_OUT = _("Take out what the wiki names below, then publish again.")
_ELSEWHERE = _("Edit it on the wiki itself; what you have typed here can be copied there.")
_SLIP = _("This is a slip of Galley's. Try again, and tell the people who run it.")
_KIND = _("Open the page anew and copy your text into it.")

TEXT: Table = {
    "captcha": Words(
        _("The wiki asks a question before it publishes this."),
        _("Answer it and publish again."),
        Remedy.ANSWER,
    ),
    "abusefilter-warning": Words(
        _("A filter of the wiki warns about this edit."),
        _("Read what it says. If you mean it, publish again to confirm."),
        Remedy.CONFIRM,
    ),
    "abusefilter-disallowed": Words(
        _("A filter of the wiki does not let this edit through."),
        _("Change what it objects to, or tell an administrator about the mistake."),
        Remedy.EDIT,
    ),
    "scribunto-lua-error-location": Words(
        _("The Lua code of this module has a mistake."),
        _("Correct what the wiki names below; modules with such mistakes cannot be published."),
        Remedy.EDIT,
    ),
    "scribunto-lua-error": Words(
        _("The Lua code of this module cannot be read."),
        _("Correct what the wiki names below; modules with such mistakes cannot be published."),
        Remedy.EDIT,
    ),
    "scribunto-common-timeout": Words(
        _("The wiki took too long over the Lua code of this module."),
        _("Publish again; if it goes on, shorten the code."),
        Remedy.RETRY,
    ),
    "templatedata-invalid-parse": Words(
        _("The description of the template (TemplateData) is no JSON."),
        _("Correct the brackets, commas and quotes of what stands between its two tags."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-missing": Words(
        _("The description of the template (TemplateData) lacks something."),
        _("Add what the wiki names below."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-type": Words(
        _("Something in the description of the template (TemplateData) is of the wrong kind."),
        _("Correct what the wiki names below."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-unknown": Words(
        _("The description of the template (TemplateData) has a key that does not exist."),
        _("Take out what the wiki names below, or correct how it is written."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-value": Words(
        _("The description of the template (TemplateData) has a value that is not allowed."),
        _("Correct what the wiki names below."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-duplicate-value": Words(
        _("The description of the template (TemplateData) names something twice."),
        _("Take one of the two out, of what the wiki names below."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-empty-array": Words(
        _("The description of the template (TemplateData) has an empty list."),
        _("Put something into the list that the wiki names below, or take it out."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-format": Words(
        _("The description of the template (TemplateData) names a format that does not exist."),
        _("Write “inline”, “block”, or a pattern of the wiki's."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-param": Words(
        _("The description of the template (TemplateData) uses a parameter it does not describe."),
        _("Describe the parameter that the wiki names below, or correct its name."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-unnamed-parameter": Words(
        _("The description of the template (TemplateData) has a parameter without a name."),
        _("Name it, or take it out."),
        Remedy.EDIT,
    ),
    "templatedata-invalid-length": Words(
        _("The description of the template (TemplateData) is larger than the wiki takes."),
        _("Shorten it."),
        Remedy.EDIT,
    ),
    "templatestyles-error-unrecognized-property": Words(
        _("The style sheet of this template (TemplateStyles) has a mistake."),
        _("Correct what the wiki names below; it lets no CSS through that it does not know."),
        Remedy.EDIT,
    ),
    "spamblacklist": Words(
        _("The text or the summary links to a site that the wiki does not take."),
        _TAKE_OUT,
        Remedy.EDIT,
    ),
    "spamprotectionmatch": Words(
        _("The text has words that the wiki takes for advertising."), _TAKE_OUT, Remedy.EDIT
    ),
    "spamdetected": Words(
        _("The wiki takes a piece of the text for spam."), _TAKE_OUT, Remedy.EDIT
    ),
    "filtered": Words(_("A filter of the wiki's server refused the edit."), _TAKE_OUT, Remedy.EDIT),
    "titleblacklist-forbidden": Words(
        _("The wiki does not take titles like this one."),
        _("Copy your text to a page of another title, or ask an administrator."),
        Remedy.ASK,
        _("Choose another title, or ask an administrator."),
    ),
    "titleblacklist-forbidden-edit": Words(
        _("The wiki does not let pages of titles like this one be edited."),
        _("Copy your text to a page of another title, or ask an administrator."),
        Remedy.ASK,
    ),
    "hookaborted": Words(
        _("An extension of the wiki stopped the edit."),
        _("Read what it says, if it says anything, and change the text."),
        Remedy.EDIT,
    ),
    "edit-hook-aborted": Words(
        _("An extension of the wiki stopped the edit without a reason."),
        _("Try again; if it goes on, ask an administrator."),
        Remedy.RETRY,
    ),
    "contenttoobig": Words(
        _("The text is larger than the wiki takes."),
        _("Shorten it, or split it into several pages."),
        Remedy.EDIT,
    ),
    "longpageerror": Words(
        _("The page would grow larger than the wiki takes."),
        _("Shorten it, or split it into several pages."),
        Remedy.EDIT,
    ),
    "emptypage": Words(
        _("The wiki creates no page without a text."), _("Write something first."), Remedy.EDIT
    ),
    "emptynewsection": Words(
        _("The wiki adds no section without a text."), _("Write something first."), Remedy.EDIT
    ),
    "missingcommenttext": Words(
        _("The new section has a heading but no text."), _("Write something first."), Remedy.EDIT
    ),
    "summaryrequired": Words(
        _("The wiki wants a summary."),
        _("Write what you changed, then publish again."),
        Remedy.EDIT,
    ),
    "parseerror": Words(
        _("The wiki cannot make sense of the text."),
        _("Look for what is not closed or misspelt; the wiki's words below may name it."),
        Remedy.EDIT,
    ),
    "content-failed-to-parse": Words(
        _("The text is not well-formed for a page of this kind."),
        _("Correct what the wiki names below."),
        Remedy.EDIT,
    ),
    "invalid-content-data": Words(
        _("The text does not have the form that pages of this kind need."),
        _("Correct what the wiki names below."),
        Remedy.EDIT,
    ),
    "invalid-json-data": Words(
        _("The text is not valid JSON."),
        _("Look for a missing comma, quote or bracket."),
        Remedy.EDIT,
    ),
    "badtags": Words(
        _("One of the tags cannot be put on edits by hand."),
        _("Take it off under “More options”, and publish again."),
        Remedy.EDIT,
    ),
    "invalidexpiry": Words(
        _("The wiki does not understand how long the page is to be watched."),
        _("Choose another time, then publish again."),
        Remedy.EDIT,
    ),
    "badmd5": Words(
        _("The text was damaged on its way to the wiki, so the wiki did not take it."),
        _("Publish again."),
        Remedy.RETRY,
    ),
    "contentmodel-mismatch": Words(
        _("The kind of this page was changed while you were editing."), _KIND, Remedy.KEEP
    ),
    "contentnotallowedhere": Words(
        _("Text of this kind is not allowed on this page."), _ELSEWHERE, Remedy.KEEP
    ),
    "badformat": Words(_("The wiki does not take text in this format here."), _KIND, Remedy.KEEP),
    "badmodelformat": Words(
        _("The format does not belong to pages of this kind."), _KIND, Remedy.KEEP
    ),
    "editnotsupported": Words(
        _("Pages of this kind cannot be edited as text."), _ELSEWHERE, Remedy.KEEP
    ),
    "no-direct-editing": Words(
        _("Pages of this kind are edited with a tool of their own on the wiki."),
        _ELSEWHERE,
        Remedy.KEEP,
    ),
    "appendnotsupported": Words(
        _("Nothing can be added to pages of this kind without opening them."),
        _("Open the whole page and edit it there."),
        Remedy.KEEP,
    ),
    # Galley asked in a way that the wiki does not understand: never the editor's doing.
    "notitle": Words(_("The wiki was asked without a title."), _SLIP, Remedy.RETRY),
    "notext": Words(_("The wiki was asked to publish without a text."), _SLIP, Remedy.RETRY),
    "missingtext": Words(
        _("The wiki has forgotten the text it was to prepare."),
        _("Publishing works without preparation."),
        Remedy.RETRY,
    ),
    "notoken": Words(_("The wiki was asked without the token of a session."), _SLIP, Remedy.RETRY),
    "missingparam": Words(_("The wiki misses a part of the request."), _SLIP, Remedy.RETRY),
    "invalidparammix": Words(
        _("Two parts of the request do not go together."), _SLIP, Remedy.RETRY
    ),
    "mustbeposted": Words(_("The wiki wanted the request sent another way."), _SLIP, Remedy.RETRY),
    "mustpostparams": Words(
        _("A part of the request stood where the wiki does not take it."), _SLIP, Remedy.RETRY
    ),
}
