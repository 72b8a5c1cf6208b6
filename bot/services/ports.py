"""What the services need from the outside, as protocols."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from bot.domain.day import Day, DayId
from bot.domain.group import Card, Group, GroupId
from bot.domain.kinds import Kind
from bot.domain.member import Member, MemberId
from bot.domain.pair import Invite, InviteState, Pair, PairId
from bot.domain.place import City
from bot.domain.question import Question
from bot.services.letters import Letter, Status


class Clock(Protocol):
    """Life's time."""

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""


class Alarm(Protocol):
    """Waits for a moment of life's time and then rings."""

    async def run(self, ring: Callable[[], Awaitable[None]], chore: Callable[[], Awaitable[None]]) -> None:
        """Until cancelled, await `ring` at each moment that was set, and `chore` now and then, at least once a day.

        One ring at a time; it may come a little more often than asked for, never less.
        """

    def set(self, at: datetime | None) -> None:
        """Ring at `at` (aware, UTC) instead of the moment set before; None: nothing is due."""


class Places(Protocol):
    """Where people live. All of it is answered at once, and on this machine."""

    def find(self, name: str, limit: int) -> Sequence[City]:
        """Return at most `limit` cities that `name` can mean, the likeliest first; empty when nothing is near."""

    def city(self, city_id: int) -> City | None:
        """Return the city with this number."""

    def zone_at(self, latitude: float, longitude: float) -> str | None:
        """Return the IANA zone at a point in degrees; None on the high seas and where there is no such point."""


class Vault(Protocol):
    """Seals what nobody may read who has only the database."""

    def seal(self, text: str) -> str:
        """Return `text` as it may be kept."""

    def open(self, sealed: str) -> str | None:
        """Return what was sealed; None where the key is lost or another."""

    def renewed(self, sealed: str) -> str | None:
        """Return what an older key sealed, sealed by the newest; None where it is so already, or can't be opened."""


class Conflict(Exception):  # noqa: N818  named for what happened
    """Somebody else changed the row first; the transaction is worth another try."""


class StorageTrouble(Exception):  # noqa: N818  named for what happened
    """The database can't be read or written now; nothing was kept, and it is worth waiting and trying again."""


class Members(Protocol):
    """Everyone who has opened the bot."""

    async def get(self, member_id: MemberId) -> Member:
        """Return the member with this id; `LookupError` if there is none."""

    async def by_account(self, account_id: int) -> Member | None:
        """Return the member behind a Telegram account, if they have opened the bot."""

    async def add(self, member: Member) -> Member:
        """Keep a new member, and return them with their id."""

    async def save(self, member: Member) -> None:
        """Keep a member as they are now."""

    async def find(self, member_id: MemberId) -> Member | None:
        """Return the member with this id, unless they are gone."""

    async def remove(self, member_id: MemberId) -> None:
        """Forget a member with everything that hangs on them: days, questions, invites, letters, a number, blocks."""


class Pairs(Protocol):
    """Pacts, open and ended."""

    async def get(self, pair_id: PairId) -> Pair:
        """Return the pair with this id; `LookupError` if there is none."""

    async def open_of(self, member_id: MemberId) -> Pair | None:
        """Return the pair in which the member is now."""

    async def begin(self, members: tuple[MemberId, MemberId], now: datetime) -> Pair:
        """Make two members a pair. Fails if one of them is in a pair already."""

    async def end(self, pair_id: PairId, now: datetime) -> None:
        """End the pair."""

    async def save(self, pair: Pair) -> None:
        """Keep what the two agreed on: their words and their room."""

    async def all_of(self, member_id: MemberId) -> Sequence[Pair]:
        """Return all pairs that the member is or was in, the latest first."""

    async def remove(self, pair_id: PairId) -> None:
        """Forget a pair but for its number, which no later one gets; days that remember it are their member's alone."""


class Phones(Protocol):
    """Phone numbers, sealed."""

    async def get(self, member_id: MemberId) -> str | None:
        """Return the member's number, sealed, if they shared it."""

    async def keep(self, member_id: MemberId, sealed: str) -> None:
        """Keep the member's number, in the place of the one before."""

    async def remove(self, member_id: MemberId) -> bool:
        """Delete the member's number; tell whether there was one."""

    async def all(self) -> Mapping[MemberId, str]:
        """Return every number, sealed, by the member whose it is."""


class Blocks(Protocol):
    """Who never wants to be invited by whom."""

    async def add(self, member_id: MemberId, blocked_id: MemberId) -> None:
        """Keep somebody away from a member for good; once is enough."""

    async def remove(self, member_id: MemberId, blocked_id: MemberId) -> None:
        """Let them come near again."""

    async def has(self, member_id: MemberId, blocked_id: MemberId) -> bool:
        """Tell whether the member keeps them away."""

    async def of(self, member_id: MemberId) -> Sequence[MemberId]:
        """Return everybody whom a member keeps away."""


class Invites(Protocol):
    """Offers of the pact."""

    async def open_of(self, member_id: MemberId) -> Invite | None:
        """Return the member's invite that was neither used nor withdrawn; it may be out of date."""

    async def by_token(self, token: str) -> Invite | None:
        """Return the invite with this token, whatever became of it."""

    async def add(self, invite: Invite) -> Invite:
        """Keep a new invite, and return it with its id. Fails if the inviter has an open one."""

    async def settle(self, invite: Invite, state: InviteState) -> None:
        """Note what became of an open invite."""


class Days(Protocol):
    """Each member's days; one at most is open."""

    async def get(self, day_id: DayId) -> Day | None:
        """Return the day with this id."""

    async def open_of(self, member_id: MemberId) -> Day | None:
        """Return the member's day that is not over."""

    async def on(self, member_id: MemberId, date: date) -> Day | None:
        """Return the member's day of this date."""

    async def latest(self, member_id: MemberId) -> Day | None:
        """Return the member's latest day so far."""

    async def before(self, day: Day) -> Day | None:
        """Return the same member's latest day before `day`."""

    async def add(self, day: Day) -> Day:
        """Keep a new day, and return it with its id. Fails if the member has an open one."""

    async def save(self, day: Day) -> Day:
        """Keep a changed day, and return it as kept; `Conflict` if it was changed since it was read."""

    async def remove(self, day: Day) -> None:
        """Forget a day that has not begun."""

    async def postpone(self, day_id: DayId, until: datetime) -> None:
        """Look at a day again no earlier than `until`."""

    async def open_after(self, day_id: DayId, limit: int) -> Sequence[DayId]:
        """Return the days that are not over and have a greater id, by id, `limit` at most."""

    async def due(self, now: datetime, limit: int) -> Sequence[DayId]:
        """Return the days whose next step is due at `now`, the earliest first, `limit` at most."""

    async def next_due_at(self) -> datetime | None:
        """Return when the next step of any day is due."""


class Questions(Protocol):
    """The open question of each member, if there is one."""

    async def get(self, member_id: MemberId) -> Question | None:
        """Return the member's open question, however old."""

    async def ask(self, question: Question) -> None:
        """Open a question; the member's earlier one is gone."""

    async def clear(self, member_id: MemberId) -> bool:
        """Drop the member's open question; tell whether there was one."""


class Inbox(Protocol):
    """The ids of updates that were dealt with."""

    async def note(self, update_id: int, at: datetime, trouble: str | None = None) -> bool:
        """Note that an update is dealt with (`trouble`: put aside, and why); False if it was noted before."""

    async def forget_before(self, moment: datetime) -> int:
        """Forget what was noted before `moment`; return how many."""


class Outbox(Protocol):
    """Letters."""

    async def add(self, letter: Letter) -> Letter | None:
        """Keep a letter, and return it with its id; None if one with its key was kept before."""

    async def get(self, letter_id: int) -> Letter | None:
        """Return the letter with this id."""

    async def by_key(self, key: str) -> Letter | None:
        """Return the letter with this key."""

    async def by_message(self, chat_id: int, message_id: int) -> Letter | None:
        """Return the letter that a message shows now: the latest of those that made or changed it."""

    async def heads(self, limit: int) -> Sequence[Letter]:
        """Return the first waiting letter of each chat that has none on its way, the most urgent first."""

    async def claim(self, letter_id: int) -> bool:
        """Take a waiting letter; False if it does not wait any more."""

    async def settle(self, letter_id: int, status: Status, *, message_id: int | None = None) -> None:
        """Note what became of a letter."""

    async def give_back(self, letter_id: int, *, attempts: int) -> None:
        """Let a claimed letter wait again."""

    async def take_back_claims(self) -> int:
        """Let all letters wait again that a process which is gone had claimed; return how many."""

    async def has_later_edit(self, letter: Letter) -> bool:
        """Tell whether a later letter changes the same message: what this one would say is out of date."""

    async def shown_to_partners(self, kind: Kind, member_id: MemberId) -> Sequence[Letter]:
        """Return what was sent of a kind, perhaps, to those with whom the member is or was in a pair."""

    async def forget_before(self, moment: datetime) -> int:
        """Forget letters that were settled and decided before `moment`; return how many."""

    async def forget_pair(self, pair_id: PairId, gone_id: MemberId) -> None:
        """Forget all letters about a pair and about the days of the one who goes; the other's own asks stay."""

    async def blank(self, account_id: int, names: Sequence[str], known_to: Collection[MemberId]) -> None:
        """Take their facts from all letters that were settled and mention somebody who goes.

        A name is theirs where its reader knows them: others have namesakes as partners.
        """


class Groups(Protocol):
    """The groups of pairs, their cards, and the letters that wait for them."""

    async def by_chat(self, chat_id: int) -> Group | None:
        """Return the group with this chat."""

    async def of_pair(self, pair_id: PairId) -> Group | None:
        """Return the pair's group."""

    async def add(self, group: Group) -> Group:
        """Keep a new group, and return it with its id. Fails if its chat or its pair has one."""

    async def save(self, group: Group) -> None:
        """Keep a group as it is now."""

    async def withdraw_yes(self, member_id: MemberId) -> None:
        """Let nobody find a partner in the member wherever they have said yes in a group."""

    async def remove(self, group: Group) -> None:
        """Forget a group with its cards. What waits for it is said in private; what belongs there alone, nowhere."""

    async def move(self, group: Group, chat_id: int) -> None:
        """Let a group have another chat, with all that waits for it; its cards are left behind."""

    async def send_home(self, letter: Letter, chat_id: int | None = None) -> None:
        """Let one letter wait for its recipient's private chat, or for `chat_id`, as a message of its own.

        What belongs in a group alone is dropped on its way home.
        """

    async def card(self, group_id: GroupId, on: date) -> Card | None:
        """Return the card of a date."""

    async def keep_card(self, group_id: GroupId, on: date, card: Card) -> None:
        """Keep the card of a date as it is now."""

    async def forget_card(self, group_id: GroupId, on: date) -> None:
        """Forget a card that can't be changed any more."""

    async def forget_cards_before(self, moment: datetime) -> int:
        """Forget the cards of all dates before `moment`; return how many."""


class Notes(Protocol):
    """Small facts about the bot itself, by name."""

    async def get(self, name: str) -> str | None:
        """Return what was put under `name`."""

    async def put(self, name: str, value: str) -> None:
        """Put `value` under `name`."""


class UnitOfWork(Protocol):
    """One transaction over all tables. Left without `commit`, it leaves nothing behind."""

    @property
    def members(self) -> Members:
        """Members, within this transaction."""

    @property
    def pairs(self) -> Pairs:
        """Pairs, within this transaction."""

    @property
    def phones(self) -> Phones:
        """Phones, within this transaction."""

    @property
    def blocks(self) -> Blocks:
        """Blocks, within this transaction."""

    @property
    def invites(self) -> Invites:
        """Invites, within this transaction."""

    @property
    def days(self) -> Days:
        """Days, within this transaction."""

    @property
    def questions(self) -> Questions:
        """Questions, within this transaction."""

    @property
    def inbox(self) -> Inbox:
        """Inbox, within this transaction."""

    @property
    def outbox(self) -> Outbox:
        """Outbox, within this transaction."""

    @property
    def groups(self) -> Groups:
        """Groups, within this transaction."""

    @property
    def notes(self) -> Notes:
        """Notes, within this transaction."""

    def is_awaited(self) -> bool:
        """Tell whether somebody who tapped or typed waits until this transaction is over."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None:
        """Make everything done so far last, and tell those who wait for it."""


UnitOfWorkFactory = Callable[[], UnitOfWork]
