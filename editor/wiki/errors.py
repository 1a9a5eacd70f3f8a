"""All that can go wrong with the wiki, as one tree.

    WikiError
    ├── WikiUnavailableError          network, time-outs, 5xx, half an answer, read-only, rate limit
    │   ├── WikiBusyError             Galley's own slots are taken: nothing was sent
    │   └── LoginThrottledError       too many logins lately: the password may be right
    ├── WikiAuthError                 the wiki does not take us for this user (any more)
    │   ├── ConsumerNotApprovedError  the application itself is refused: do not refresh
    │   ├── RefreshRefusedError       the refresh token is no good: a new sign-in is needed
    │   └── LoginRefusedError         the bot password is no good: a new sign-in is needed
    ├── WikiRejectedError             understood and refused: protected, blocked, filtered, too big
    │   ├── InvalidTitleError         the wiki has no page of such a title
    │   ├── CaptchaRequiredError      the wiki asks a question first
    │   ├── EditConflictError         a newer revision that the wiki could not merge with
    │   └── PageStateError            the page is not in the state the edit took for granted
    │       ├── PageExistsError       … it was created meanwhile
    │       ├── PageMissingError      … it is not there (any more)
    │       ├── PageDeletedError      … it was deleted since the editing began
    │       └── SectionMissingError   … the section is not there (any more)
    └── WikiApiError                  a code that codes.py does not know

Which code belongs where is in `codes.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from editor.wiki.records import ApiMessage, Captcha


class WikiError(Exception):
    """`messages` are all errors of the wiki's answer, first things first; their HTML is not safe.

    `may_have_been_saved`: a write was on its way and its outcome is not known. Look it up on the
    wiki before anything is sent again.
    """

    def __init__(
        self,
        reason: str,
        *,
        messages: Sequence[ApiMessage] = (),
        may_have_been_saved: bool = False,
    ) -> None:
        super().__init__(reason)
        self.messages = tuple(messages)
        self.may_have_been_saved = may_have_been_saved

    @property
    def code(self) -> str:
        """The first code the wiki gave; empty when it gave none."""
        return self.messages[0].code if self.messages else ""

    def has_code(self, *codes: str) -> bool:
        return any(message.code in codes for message in self.messages)


class WikiUnavailableError(WikiError):
    pass


class WikiBusyError(WikiUnavailableError):
    pass


class LoginThrottledError(WikiUnavailableError):
    pass


class WikiAuthError(WikiError):
    @property
    def is_refreshable(self) -> bool:
        """Whether a fresh access token may cure it. The failed call has changed nothing then."""
        return self.has_code("mwoauth-invalid-authorization")

    @property
    def is_session_lost(self) -> bool:
        """Whether logging in again may cure it, of who has cookies. Nothing has changed then."""
        return self.has_code("assertuserfailed", "assertnameduserfailed")


class ConsumerNotApprovedError(WikiAuthError):
    """Switched off, unknown, or with another secret: nothing that this user could mend."""

    @property
    def has_voided_tokens(self) -> bool:
        """Of a consumer that is switched off the wiki voids the tokens first, and then looks."""
        return self.has_code("access_denied")

    @property
    def is_refreshable(self) -> bool:
        # Refreshing while the consumer is disabled revokes the tokens that would work again later.
        return False


class RefreshRefusedError(WikiAuthError):
    pass


class LoginRefusedError(WikiAuthError):
    pass


class WikiRejectedError(WikiError):
    pass


class InvalidTitleError(WikiRejectedError):
    pass


class CaptchaRequiredError(WikiRejectedError):
    def __init__(self, reason: str, *, captcha: Captcha) -> None:
        super().__init__(reason, messages=[ApiMessage("captcha")])
        self.captcha = captcha


class EditConflictError(WikiRejectedError):
    pass


class PageStateError(WikiRejectedError):
    pass


class PageExistsError(PageStateError):
    pass


class PageMissingError(PageStateError):
    pass


class PageDeletedError(PageStateError):
    pass


class SectionMissingError(PageStateError):
    pass


class WikiApiError(WikiError):
    """`code` and `info` of an error this version of Galley has no name for."""

    @property
    def info(self) -> str:
        return self.messages[0].html if self.messages else ""
