"""What the server says when it refuses: one exception, and the words Telegram uses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

TOO_OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_IS_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
NO_ACTION = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
WEBHOOK_SET = "terminated by setWebhook request"


class ApiError(Exception):
    """An answer with `ok` false; `code` is the HTTP status as well as the `error_code`."""

    def __init__(
        self, code: int, description: str, *, retry_after: int | None = None, migrate_to_chat_id: int | None = None
    ) -> None:
        """Take the status, the whole description, and what belongs in `parameters`."""
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to_chat_id = migrate_to_chat_id

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        if any(value is not None for value in parameters.values()):
            body["parameters"] = {name: value for name, value in parameters.items() if value is not None}
        return body


def bad_request(words: str) -> ApiError:
    """Make a 400; the words come without the prefix."""
    return ApiError(HTTPStatus.BAD_REQUEST, f"Bad Request: {words}")


def forbidden(words: str) -> ApiError:
    """Make a 403; the words come without the prefix."""
    return ApiError(HTTPStatus.FORBIDDEN, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    """Make a 409; the words come without the prefix."""
    return ApiError(HTTPStatus.CONFLICT, f"Conflict: {words}")


def too_many_requests(retry_after: int) -> ApiError:
    """Make a 429 that asks to wait so many seconds."""
    words = f"Too Many Requests: retry after {retry_after}"
    return ApiError(HTTPStatus.TOO_MANY_REQUESTS, words, retry_after=retry_after)


def upgraded(new_chat_id: int) -> ApiError:
    """Make the 400 of a group that has become a supergroup."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(HTTPStatus.BAD_REQUEST, words, migrate_to_chat_id=new_chat_id)
