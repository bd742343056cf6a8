"""An OpenAI-compatible endpoint, wrapped once: where it is, what one request does, and the word of warning before the first."""

import os
import warnings
from collections.abc import Sequence
from importlib import import_module
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from textlens.score.llm_prompt import Rating, messages, read_answer

#: Environment variables, the first that is set wins.
BASE_URLS = ("TEXTLENS_LLM_BASE_URL", "OPENAI_BASE_URL")
KEYS = ("TEXTLENS_LLM_API_KEY", "OPENAI_API_KEY")
#: Statuses after which the same request may succeed, and those that no request of this run can mend.
_PASSING = frozenset({408, 409, 425, 429})
_SETTINGS = frozenset({401, 402, 403, 404, 405})

# Hosts that this process has been warned of.
_announced: set[str] = set()


class RequestFailed(Exception):
    """A request without an answer; the message is a few words such as ``HTTP 500``.

    Attributes:
        passing: whether the same request may succeed later.
        wait: seconds that the server asks to wait, or None.
    """

    def __init__(self, reason: str, *, passing: bool, wait: float | None = None) -> None:
        super().__init__(reason)
        self.passing = passing
        self.wait = wait


class Endpoint:
    """One model at one endpoint; close it after use.

    Args:
        model: the model's name there.
        name: the scorer's name, for messages.
        timeout: seconds for one request.

    Raises:
        ImportError: the extra ``llm`` is not installed.
        ValueError: no base URL is set, it is no http(s) address, or a host elsewhere has no key.
    """

    def __init__(self, model: str, name: str, timeout: float) -> None:
        try:
            self._httpx: Any = import_module("httpx")
        except ImportError as error:
            raise ImportError(f"scorer={name!r} needs httpx; install it with: pip install 'textlens[llm]'") from error
        self.model, self.name, self.timeout = model, name, timeout
        self.url, self.host, self.local = _address(name)
        self._key = _first(KEYS)
        if not self._key and not self.local:
            raise ValueError(f"scorer={name!r}: {self.host} needs a key; set {' or '.join(KEYS)}")
        self._client: Any = None

    def close(self) -> None:
        """End the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def rate(self, sentences: Sequence[str]) -> list[Rating]:
        """The ratings of these sentences, by one request.

        Raises:
            RequestFailed: no answer came.
            MalformedAnswer: the answer is not one rating for each sentence.
            ValueError: the endpoint refuses the key or does not know the model: no request will do better.
        """
        if self._client is None:
            self._announce()
            headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
            # A proxy of the environment is no business of a server on this machine. Certificates, slow to load, are only
            # left out where the address is http, which uses none; redirects are never followed.
            secure = urlsplit(self.url).scheme != "http"
            self._client = self._httpx.Client(
                timeout=self.timeout, headers=headers, trust_env=not self.local, verify=secure, follow_redirects=False
            )
        body = {"model": self.model, "messages": messages(sentences), "temperature": 0, "stream": False}
        try:
            response = self._client.post(self.url, json=body)
        except self._httpx.TimeoutException:
            raise RequestFailed("timeout", passing=True) from None
        except self._httpx.InvalidURL as error:
            raise ValueError(f"scorer={self.name!r}: {self.url!r} is no address: {error}") from None
        except self._httpx.HTTPError as error:
            raise RequestFailed(f"no connection ({type(error).__name__})", passing=True) from None
        return read_answer(self._content(response), len(sentences))

    def _content(self, response: Any) -> Any:
        status = int(response.status_code)
        if status in _SETTINGS:
            raise ValueError(
                f"scorer={self.name!r}: {self.host} answered HTTP {status} {response.reason_phrase}; "
                f"check the model's name, the address in {' or '.join(BASE_URLS)} and the key in {' or '.join(KEYS)}"
            )
        if not 200 <= status < 300:
            raise RequestFailed(f"HTTP {status}", passing=status in _PASSING or status >= 500, wait=_seconds(response))
        try:
            return response.json()["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError):
            return None

    def _announce(self) -> None:
        """Warn, once for a host in a process, that sentences go there."""
        if self.host in _announced:
            return
        place = "this program for a server on this machine" if self.local else "this machine"
        warnings.warn(
            f"scorer {self.name!r} sends every sentence it scores to {self.host}: they leave {place}",
            UserWarning,
            stacklevel=2,
        )
        _announced.add(self.host)


def _first(variables: Sequence[str]) -> str:
    return next(filter(None, (os.environ.get(variable, "").strip() for variable in variables)), "")


def _address(name: str) -> tuple[str, str, bool]:
    """(URL of the chat completions, host with port, whether it is this machine)."""
    base = _first(BASE_URLS)
    if not base:
        raise ValueError(
            f"scorer={name!r}: no endpoint is set and none is assumed; set {' or '.join(BASE_URLS)}, for example to http://localhost:11434/v1"
        )
    try:
        parts = urlsplit(base)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"scorer={name!r}: the endpoint {base!r} is no address such as http://localhost:11434/v1")
    return f"{base.rstrip('/')}/chat/completions", host if port is None else f"{host}:{port}", _is_local(host)


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _seconds(response: Any) -> float | None:
    """What the header Retry-After says in seconds; dates are not read."""
    try:
        return max(0.0, float(response.headers["retry-after"]))
    except (KeyError, ValueError):
        return None
