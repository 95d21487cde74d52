"""Levels of a bouncing contact, with their times -> levels that lasted.

Refuses to know: where the levels come from and what waits for the time to pass.
"""


class Debounce:
    """A level counts once it lasted `lasting_s`: the bouncing of a contact does not, nor does a spike from a motor nearby."""

    def __init__(self, lasting_s: float, high: bool) -> None:
        """high: the level now."""
        self._lasting_s = lasting_s
        self._settled = self._latest = high
        self._since: float | None = None

    def feed(self, t: float, high: bool) -> None:
        """The level changed, at t."""
        self._latest = high
        self._since = None if high == self._settled else t

    @property
    def due(self) -> float | None:
        """When the latest level will have lasted; None where nothing is to be waited for."""
        return None if self._since is None else self._since + self._lasting_s

    def settle(self, t: float) -> tuple[float, bool] | None:
        """The level that has lasted by t, once, with the time of its beginning."""
        if self._since is None or t < self._since + self._lasting_s:
            return None
        since, self._since, self._settled = self._since, None, self._latest
        return since, self._settled
