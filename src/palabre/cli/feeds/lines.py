"""What the watch tells of each feed, in a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from palabre.cli.language import Words, translate
from palabre.ledger.feeds import Followed, Poll

NAME = 26


def line_of(name: str, poll: Poll, words: Words) -> str:
    """When, which outlet, and what came of asking it.

    >>> from gettext import NullTranslations
    >>> from datetime import UTC
    >>> poll = Poll(datetime(2024, 3, 1, 8, 30, tzinfo=UTC), "read", items=14, new=2, known=12)
    >>> line_of("Le Sahel", poll, NullTranslations()).split(maxsplit=2)[2]
    'Le Sahel                    2 new · 12 known'
    """
    return f"{local(poll.at)}  {name:<{NAME}}  {outcome(poll, words)}"


def outcome(poll: Poll, words: Words) -> str:
    """What came of asking a feed, in words."""
    _ = words.gettext
    why = _why(poll, words)
    if poll.outcome == "failed":
        return _("failed: {reason}").format(reason=why)
    if poll.outcome == "unchanged":
        return _("unchanged")
    return " · ".join([*counts(poll, words), *([why] if why else [])]) or _("nothing in it")


def counts(poll: Poll, words: Words) -> list[str]:
    """The numbers of items that are not 0."""
    ngettext = words.ngettext
    said = (
        (poll.new, ngettext("{n} new", "{n} new", poll.new)),
        (poll.known, ngettext("{n} known", "{n} known", poll.known)),
        (poll.other, ngettext("{n} in another language", "{n} in another language", poll.other)),
        (poll.failed, ngettext("{n} failed", "{n} failed", poll.failed)),
        (poll.waiting, ngettext("{n} left for later", "{n} left for later", poll.waiting)),
    )
    return [words_.format(n=count) for count, words_ in said if count]


def summary(polls: Sequence[Poll], feeds: Sequence[Followed], words: Words) -> str:
    """What a round came to; where nothing was due, when something is."""
    if not polls:
        due = min(feed.due for feed in feeds)
        return words.gettext("No feed is due before {moment}; --now asks them all.").format(moment=local(due))
    asked = words.ngettext("{n} feed asked", "{n} feeds asked", len(polls)).format(n=len(polls))
    failed = sum(poll.outcome == "failed" for poll in polls)
    new = sum(poll.new for poll in polls)
    parts = [
        asked,
        words.ngettext("{n} failed", "{n} failed", failed).format(n=failed),
        words.ngettext("{n} new article", "{n} new articles", new).format(n=new),
    ]
    return ", ".join(parts)


def local(moment: datetime) -> str:
    """A moment by the clock of this machine."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _why(poll: Poll, words: Words) -> str:
    """What was wrong, and what to do."""
    what, remedy = (translate(said, words) for said in (poll.what, poll.remedy))
    return f"{what} ({remedy})" if what and remedy else what
