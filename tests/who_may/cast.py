"""Everybody who could try, and a look at everything that must not change."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.db.sqlite import file_of
from bot.domain.day import State, Step
from bot.domain.member import Standing
from bot.domain.silence import HOLD_AFTER
from bot.services.days import begin_days
from playground.stage import Phone, Stage
from playground.telegram import Group, Message
from tests.conftest import invite_link
from tests.who_may.matrix import Role

NOT_LOOKED_AT = frozenset({"inbox", "note", "alembic_version"})
"""The ids of updates, the pulse, and the number of the schema."""
EVER_NEW = "heard_at"
"""When somebody was last heard of, which whatever they do changes."""
OWNERS = ("member_id", "recipient_id", "inviter_id")

Tables = Mapping[str, list[dict[str, object]]]
Heard = Mapping[Role, list[tuple[int, str, str]]]


@dataclass(slots=True)
class Cast:
    """Ana, and everybody around her. In a group are Ana, her partner, a friend of theirs and an administrator."""

    stage: Stage
    phones: Mapping[Role, Phone]
    group: Group
    said_in_group: Message
    link: str

    @property
    def ana(self) -> Phone:
        """Whom the buttons were given to."""
        return self.phones[Role.SELF]

    @property
    def ben(self) -> Phone:
        """Her partner, once he is."""
        return self.phones[Role.PARTNER]

    def tables(self) -> Tables:
        """Return all rows of all tables that are looked at."""
        with closing(sqlite3.connect(file_of(self.stage.settings.database_url))) as connection:
            connection.row_factory = sqlite3.Row
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            looked_at = sorted(name for name in names if name not in NOT_LOOKED_AT and not name.startswith("sqlite"))
            return {
                name: [_looked_at(row) for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608  names of ours
                for name in looked_at
            }

    def others(self, role: Role) -> Tables:
        """Return what is not about this person: nothing of theirs, and no letter to their own partner."""
        tables = self.tables()
        ids = {row["account_id"]: row["id"] for row in tables["member"]}
        own = ids.get(self.phones[role].person.id)
        partners = [ids[self.phones[partner].person.id] for partner in self.partner_of(role)]
        return {name: [row for row in rows if not _is_about(name, row, own, partners)] for name, rows in tables.items()}

    def is_on_hold(self, role: Role) -> bool:
        """Tell whether somebody fell silent: whatever they do next ends that, for themselves."""
        account = self.phones[role].person.id
        return any(
            row["account_id"] == account and row["standing"] == Standing.ON_HOLD for row in self.tables()["member"]
        )

    def partner_of(self, role: Role) -> list[Role]:
        """Return whose partner somebody is: one, or none."""
        pair = [Role.SELF, Role.PARTNER]
        is_paired = any("are partners now" in text for text in self.ben.heard)
        return [other for other in pair if other is not role] if is_paired and role in pair else []

    def heard(self) -> Heard:
        """Return what everybody's phone shows from the bot, and the group with it."""
        heard: dict[Role, list[tuple[int, str, str]]] = {}
        for role, phone in self.phones.items():
            messages = phone.person.chat(self.group) if role is Role.GROUP_MEMBER else phone.messages
            heard[role] = [(each.id, each.text, repr(each.markup)) for each in messages if each.is_from_bot]
        return heard


def _looked_at(row: sqlite3.Row) -> dict[str, object]:
    return {column: value for column, value in dict(row).items() if column != EVER_NEW}


def _is_about(table: str, row: Mapping[str, object], own: object, partners: list[object]) -> bool:
    if table == "member":
        return row["id"] == own
    if table == "outbox" and row["recipient_id"] in partners:
        return True
    return any(row.get(owner) == own for owner in OWNERS)


async def gather(stage: Stage) -> None:
    """Bring everybody together: Ana is alone, with an open invite, and has had a partner before."""
    ana, dora = stage.person("Ana", username="ana_writes"), stage.person("Dora")
    await begin(ana)
    await dora.open_link(await invite_link(ana))
    await dora.tap("Yes, let's do this")
    await begin(dora)
    await dora.type("/leave")
    await dora.tap("Leave the pact")
    await dora.tap("Keep my check-ins")
    link = await invite_link(ana)
    emil, finn, gina = stage.person("Emil"), stage.person("Finn"), stage.person("Gina")
    await emil.open_link(link)
    await begin(finn)
    await gina.type("What is this?")
    jana, kai = stage.person("Jana"), stage.person("Kai")
    await jana.start()
    await begin(kai)
    await fall_silent(kai)
    ben, hugo, ivo = stage.person("Ben"), stage.person("Hugo"), stage.person("Ivo")
    people = [phone.person for phone in (ana, ben, hugo, ivo)]
    group = stage.server.add_group("Lunch", people, supergroup=True)
    group.add(stage.telegram_bot, by=ana.person)
    group.promote(ivo.person, is_anonymous=True)
    hugo.person.send(group, "Who is hungry?")
    await stage.settle()


def cast_on(stage: Stage) -> Cast:
    """Return everybody whom `gather` brought to this stage."""
    phones = {phone.person.first_name: phone for phone in stage.phones()}
    in_order = [phones[name] for name in ("Ana", "Ben", "Dora", "Emil", "Finn", "Gina", "Jana", "Kai", "Hugo", "Ivo")]
    (group,) = stage.server.groups
    said = next(message for message in in_order[0].person.chat(group) if message.text == "Who is hungry?")
    return Cast(stage, dict(zip(Role, in_order, strict=True)), group, said, phones["Ana"].invite_link)


async def begin(phone: Phone) -> None:
    """Bring somebody to their first day by the shortest way; how people join is told elsewhere."""
    if not phone.messages:
        await phone.start()
    stage, app = phone.stage, phone.stage.app
    assert app is not None
    async with app.open_uow() as uow:
        member = await uow.members.by_account(phone.person.id)
        assert member is not None
        settled = replace(member, chosen_zone=stage.zone, standing=Standing.ACTIVE)
        await uow.members.save(settled)
        await begin_days(uow, settled, stage.clock.now())
        await uow.commit()
    await stage.settle()


async def fall_silent(phone: Phone, *, days: int = HOLD_AFTER) -> None:
    """Let so many days have gone by without a word from somebody, and their next morning come."""
    stage, app = phone.stage, phone.stage.app
    assert app is not None
    since = stage.clock.now() - timedelta(days=days)
    async with app.open_uow() as uow:
        member = await uow.members.by_account(phone.person.id)
        assert member is not None
        if member.standing is Standing.ON_HOLD:
            return  # whatever they did since has not ended it
        day = await uow.days.open_of(member.id)
        assert day is not None
        await uow.members.save(replace(member, heard_at=since))
        asleep = replace(day, silent_days=days, silent_since=since + timedelta(hours=1), state=State.PLANNED)
        await uow.days.save(replace(asleep, commitment=None, step=Step.MORNING_ASK, due_at=stage.clock.now()))
        await uow.commit()
    await stage.settle()
