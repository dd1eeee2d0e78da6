"""Why reports are one event, what came of what was announced, and other words of the ledger, as they are shown."""

from __future__ import annotations

from palabre.cli.language import N_, Words, translate
from palabre.ledger.alike import explain

FEATURES = (
    N_("Both are dated to the same day."),
    N_("Both are dated, and their dates overlap."),
    N_("One gives no date, and both were told within a day or two, or of the same days."),
    N_("Their dates are a day or more apart."),
    N_("Both name the same town, or the same region."),
    N_("One names the town, the other only the region or the country around it."),
    N_("Those who act are the same, or may be: the same name, the same state, or a party left unnamed."),
    N_("Those it is done to are the same, or may be."),
    N_("Both name the same person."),
    N_("Both are between the same two countries or organisations."),
    N_("Both say it was done in the same way."),
    N_("Both say that it bears on the same thing."),
    N_("Both give the same number of deaths."),
    N_("Both say that people died, in numbers that may be of one event."),
    N_("They give numbers of deaths that lie far apart."),
    N_("It is a kind of act that parties do not repeat within days."),
    N_("One party of the same country is of another kind: soldiers here, civilians there."),
    N_("They name other authors of the same violence."),
    N_("One article is a copy of the other."),
    N_("Both articles say it in the same words."),
    N_("One happened; the other is announced, denied, attempted or only possible."),
    N_("They are different kinds of act."),
    N_("They are on different days."),
    N_("They are in different places."),
    N_("They were done in ways that do not go together."),
    N_("They bear on different things."),
    N_("Their parties are not the same."),
    N_("They name different persons."),
    N_("One names the town where the other was."),
    N_("They bear on accords of different years."),
    N_("One article tells them as two events."),
    N_("One article tells one attack in two sentences: another speaker's toll, or the new toll and the day."),
    N_("One looks back on a rare act, and the other is one that it may mean."),
)
OUTCOMES = (N_("happened"), N_("cancelled"), N_("overdue"), N_("pending"))
OUTCOME_REASONS = (
    N_("its date has passed in silence"),
    N_("its date is still to come"),
    N_("the same act is told as done, about its date"),
    N_("the same act is told as not taking place"),
    N_("no date was given, and nothing was heard for {n} days"),
    N_("no date was given: awaited until {day}"),
    N_("a party refuses or calls it off"),
    N_("the same party does the contrary"),
)
TIES = (
    N_("announced by"),
    N_("fulfilled by"),
    N_("denied by"),
    N_("denies"),
    N_("cancelled by"),
    N_("cancels"),
)
STANCES = (N_("claims"), N_("reports"), N_("confirms"), N_("denies"))
VERBS = (
    N_("not-an-event"),
    N_("type"),
    N_("actor"),
    N_("recipient"),
    N_("date"),
    N_("place"),
    N_("same-as"),
    N_("not-same-as"),
)
CHANGES = (
    N_("edited"),
    N_("merged"),
    N_("split"),
    N_("withdrawn"),
    N_("corrected"),
    N_("reread"),
    N_("state"),
)
DETAILS = (N_("into"), N_("from"), N_("now"), N_("verb"), N_("value"), N_("other"), N_("by"), N_("note"), N_("reason"))
PARTS = {"opened": N_("begins"), "closed": N_("ends"), "said": N_("so says"), "rival": N_("against it")}


def reason(name: str, words: Words) -> str:
    """What a feature of two reports found, in a sentence."""
    return words.gettext(explain(name))


def difference(said: str, words: Words) -> str:
    """What differs between two reports, with the values where it has some."""
    name, _, between = said.partition(" ")
    return reason(name, words) + (f" ({between})" if between else "")


def outcome_reason(said: str, words: Words) -> str:
    """Why an announced event came out as it did."""
    return translate(said, words, OUTCOME_REASONS)
