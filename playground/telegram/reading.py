"""Reads the parameters of a request, in whichever of the four ways it brings them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from playground.telegram.errors import bad_request
from playground.telegram.validate import Upload

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest


async def read_params(http: HttpRequest) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Collect parameters from wherever the request has them."""
    given: dict[str, Any] = dict(http.query_params)
    files: dict[str, Upload] = {}
    kind = http.headers.get("content-type", "").partition(";")[0].strip().lower()
    if http.method == "GET" or not kind:
        return given, files
    if kind == "application/json":
        return given | await _read_json(http), files
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        raise bad_request("unsupported content type of the request")
    try:
        async with http.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    files[name] = Upload(value.filename or name, await value.read(), mime)
                else:
                    given[name] = value
    except HTTPException as error:
        words = f"can't read the form: {error.detail}"
        raise bad_request(words) from None
    return given, files


async def _read_json(http: HttpRequest) -> dict[str, Any]:
    raw = await http.body()
    if not raw:
        return {}
    try:
        given = await http.json()
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise bad_request("can't parse the request as a JSON object")
    return given
