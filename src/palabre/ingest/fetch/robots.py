"""robots.txt as RFC 9309 reads it: groups by agent, the longest rule wins, ``*`` and ``$`` in paths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

AGENT = "palabre"
_LINE = re.compile(r"^\s*(user-agent|allow|disallow|crawl-delay)\s*:\s*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host allows: rules as (path, whether it is allowed), and the seconds to leave between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be fetched.

        >>> robots = read_robots("User-agent: *\\nDisallow: /*/feed/\\nAllow: /fr/feed/$")
        >>> robots.allows("/niger/feed/"), robots.allows("/fr/feed/"), robots.allows("/fr/feed/x"), robots.allows("/")
        (False, True, False, True)
        """
        fitting = [(len(path), allowed) for path, allowed in self.rules if path and _pattern(path).match(target)]
        return max(fitting, default=(0, True))[1]


def read_robots(text: str, agent: str = AGENT) -> Robots:
    """The rules for ``agent``: of the groups that name it, else of those for everybody.

    >>> read_robots("User-agent: Palabre\\nDisallow: /\\n\\nUser-agent: *\\nAllow: /").allows("/feed")
    False
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    open_ = False  # agents that follow one another share the rules below them
    for line in text.lstrip("\ufeff").splitlines():
        if not (found := _LINE.match(line)):
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            names = [*names, value.lower()] if open_ else [value.lower()]
            open_ = True
            groups.setdefault(names[-1], [])
        else:
            open_ = False
            for name in names:
                groups[name].append((key, value))
    return _robots(groups.get(agent, groups.get("*", [])))


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules = tuple((value, key == "allow") for key, value in lines if key != "crawl-delay")
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,4}(\.\d+)?", value)]
    return Robots(rules, max(delays, default=0.0))


@lru_cache(maxsize=2_000)
def _pattern(path: str) -> re.Pattern[str]:
    """A rule's path as a pattern; blanks that ``*`` stands for are never tried twice over."""
    ended = path.endswith("$")
    parts = [re.escape(part) for part in path.removesuffix("$").split("*")]
    inner = parts[0] + "".join(f"(?>.*?{part})" for part in parts[1:-1])
    last = f".*{parts[-1]}" if len(parts) > 1 else ""
    return re.compile(inner + last + ("$" if ended else ""), re.DOTALL)
