"""The page's own files, as the build left them, or one sentence where there are none.

Refuses to know: what is in them. Files whose names change with their contents may be kept by browsers; all else is asked for anew.
"""

from pathlib import Path

from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PAGE = Path(__file__).parent / "page" / "dist"
NOT_BUILT = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>EdgeCoach</title></head><body><main><h1>EdgeCoach</h1>'
    "<p>EdgeCoach runs, but its page is not built: run tools/setup in its folder, then load this page again.</p></main></body></html>"
)


class Site(StaticFiles):
    """folder: with index.html; others' files are never followed out of it."""

    def __init__(self, folder: Path = PAGE) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._folder = folder

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not (self._folder / "index.html").is_file():
            return HTMLResponse(NOT_BUILT, 200 if path in (".", "index.html") else 404)
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
        return answer
