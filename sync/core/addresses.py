"""Addresses of publications, folded so that one publication has one: the inspectorate has moved house twice.

Source of the patterns: hmicfrs.md, section 1.1 (seen addresses of the current site and the two before it).
"""

import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_CURRENT_HOST: Final = "hmicfrs.justiceinspectorates.gov.uk"
_SHARED_HOST: Final = "justiceinspectorates.gov.uk"
_FORMER_PATHS: Final = ("/hmicfrs", "/hmic")
_WEB_ADDRESS: Final = re.compile(
    r"(?:https?:/+(?:[^/@\s]*@)?)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)\.?(?::\d+)?(?:/(?P<rest>\S*)|(?P<query>\?\S*))?$",
    re.IGNORECASE | re.ASCII,
)
_FOLLOWS_READERS: Final = re.compile(r"utm_|fbclid$|gclid$|mc_", re.IGNORECASE)
_SAME_PAGE: Final = {"publication-html": "publications"}


def fold_address(url: str) -> str:
    """Return the address under which a publication's page is the same page, or nothing for what is no web address.

    The scheme, ``www.``, doubled slashes, a slash at the end, fragments and the parameters that follow readers around go; the
    site's former homes (``www.justiceinspectorates.gov.uk/hmicfrs`` and ``/hmic``) become its present one; the landing page and
    the report as HTML are one publication. Other inspectorates' pages on the shared host stay where they are. Slugs are not
    compared: those of the two pages of one publication can differ, and then both have to be listed.
    """
    found = _WEB_ADDRESS.match(url.strip())
    if not found:
        return ""
    host = found["host"].casefold().removeprefix("www.")
    parts = urlsplit(f"//{host}/{found['rest'] or ''}{found['query'] or ''}")
    path = quote(re.sub(r"/{2,}", "/", unquote(parts.path).casefold()).rstrip("/"))
    if host == _SHARED_HOST:
        for former in _FORMER_PATHS:
            if path == former or path.startswith(f"{former}/"):
                host, path = _CURRENT_HOST, path.removeprefix(former)
                break
    if host == _CURRENT_HOST:
        first, slash, rest = path.removeprefix("/").partition("/")
        path = f"/{_SAME_PAGE.get(first, first)}{slash}{rest}" if first else ""
    kept = [(key, value) for key, value in parse_qsl(parts.query) if not _FOLLOWS_READERS.match(key)]
    return f"{host}{path}" + (f"?{urlencode(kept)}" if kept else "")
