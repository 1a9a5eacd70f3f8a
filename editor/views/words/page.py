"""The page, its sections and revisions are not as the edit took for granted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.views.words.entry import Remedy, Table, Words

_AGAIN = _("You can create it again with your text.")
_WHOLE = _("It may have been renamed or removed. Copy your text and edit the whole page.")
_INSTEAD = _("Edit the whole page instead.")
_TITLE = _("Check the spelling; some characters cannot be in a title.")
_BY_HAND = _("Open the page and take it back by hand.")

PAGE: Table = {
    "editconflict": Words(
        _("Somebody published a newer version of the same passages."),
        _("Decide passage by passage; both texts are kept."),
        Remedy.DECIDE,
    ),
    "edit-conflict": Words(
        _("Somebody published at the very same moment."),
        _("Publish again: what they wrote is merged first."),
        Remedy.DECIDE,
    ),
    "articleexists": Words(
        _("Somebody created this page meanwhile."),
        _("Look at what they wrote, and merge the two texts."),
        Remedy.MERGE,
    ),
    "edit-already-exists": Words(
        _("Somebody created this page at the very same moment."),
        _("Look at what they wrote, and merge the two texts."),
        Remedy.MERGE,
    ),
    "missingtitle": Words(
        _("This page is not on the wiki any more."),
        _AGAIN,
        Remedy.RECREATE,
        _("Open it under its title to write it anew."),
    ),
    "edit-gone-missing": Words(
        _("This page was deleted at the very moment you published."), _AGAIN, Remedy.RECREATE
    ),
    "pagedeleted": Words(
        _("This page was deleted while you were editing."), _AGAIN, Remedy.RECREATE
    ),
    "nosuchpageid": Words(
        _("The wiki has no page of this number."),
        _("It may have been deleted; open it by its title."),
        Remedy.KEEP,
    ),
    "invalidtitle": Words(_("The wiki has no page of this title."), _TITLE, Remedy.EDIT),
    "pagecannotexist": Words(
        _("There are no pages to edit under titles of this kind."), _TITLE, Remedy.EDIT
    ),
    "title-is-special": Words(
        _("Special pages are made by the wiki itself and cannot be edited."),
        _("Open another page."),
        Remedy.EDIT,
    ),
    "title-is-interwiki": Words(
        _("This title leads to another wiki."),
        _("Galley edits only the wiki it belongs to; open the page there."),
        Remedy.KEEP,
    ),
    "address-is-elsewhere": Words(
        _("This is no address of a page of the wiki that Galley belongs to."),
        _("Paste the address of one of its pages, or type a title."),
        Remedy.EDIT,
    ),
    "title-invalid-empty": Words(
        _("The title is empty."), _("Write the title of a page."), Remedy.EDIT
    ),
    "edit-invalidredirect": Words(
        _("This redirect leads to a page that cannot be edited."),
        _("Open the redirect itself, or a page of this wiki."),
        Remedy.KEEP,
    ),
    "redirect-appendonly": Words(
        _("A redirect is followed only to add to a page, not to replace it."),
        _("Open the page that the redirect leads to."),
        Remedy.KEEP,
    ),
    "nosuchsection": Words(
        _("This section is not on the page any more."), _WHOLE, Remedy.WHOLE_PAGE, _INSTEAD
    ),
    "replacefailed": Words(
        _("The wiki could not put the section back into the page."), _WHOLE, Remedy.WHOLE_PAGE
    ),
    "invalidsection": Words(
        _("The wiki has no section of such a number."), _WHOLE, Remedy.WHOLE_PAGE, _INSTEAD
    ),
    "sectionsnotsupported": Words(
        _("Pages of this kind have no sections."),
        _("Copy your text and edit the whole page."),
        Remedy.WHOLE_PAGE,
        _INSTEAD,
    ),
    "internal_api_error_ErrorPageError": Words(
        _("The wiki cannot edit one section of this page."),
        _("Copy your text and edit the whole page."),
        Remedy.WHOLE_PAGE,
        _INSTEAD,
    ),
    "internal_api_error_MWException": Words(
        _("The wiki cannot work on a section of a page of this kind."),
        _("Try again; if it fails again, copy your text and edit the whole page."),
        Remedy.RETRY,
        _("Try again; if it fails again, edit the whole page."),
    ),
    # The same since MediaWiki 1.41.
    "internal_api_error_BadMethodCallException": Words(
        _("The wiki has no sections in pages of this kind to work on."),
        _("Try again; if it fails again, copy your text and edit the whole page."),
        Remedy.RETRY,
        _("Try again; if it fails again, edit the whole page."),
    ),
    "nosuchrevid": Words(
        _("The revision is not there, or is hidden."),
        _("Open the page as it is now."),
        Remedy.KEEP,
    ),
    "missingrev": Words(
        _("The revision this draft began from cannot be read any more."),
        _("Open the page as it is now, and copy your text into it."),
        Remedy.KEEP,
    ),
    "missingcontent-revid": Words(
        _("The text of that revision is lost or hidden."),
        _("Open the page as it is now."),
        Remedy.KEEP,
    ),
    "missingcontent-pageid": Words(
        _("The text of this page is lost or hidden on the wiki."),
        _("Ask an administrator; your own text stays here."),
        Remedy.ASK,
        _("Ask an administrator of the wiki about it."),
    ),
    "badid_rvstartid": Words(
        _("The wiki does not know the revision this draft began from."),
        _("Open the page as it is now, and copy your text into it."),
        Remedy.KEEP,
    ),
    "revwrongpage": Words(
        _("That revision belongs to another page."),
        _("Choose a revision from the history of this page."),
        Remedy.KEEP,
    ),
    "undofailure": Words(
        _("This edit cannot be undone by itself: later edits changed the same place."),
        _BY_HAND,
        Remedy.EDIT,
    ),
}
