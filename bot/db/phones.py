"""Phone numbers, which are sealed before they come here."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import phone as phone_table
from bot.domain.member import MemberId


class SqlPhones:
    """`services.ports.Phones`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, member_id: MemberId) -> str | None:
        query = select(phone_table.c.sealed).where(phone_table.c.member_id == member_id)
        sealed: str | None = (await self._connection.execute(query)).scalar_one_or_none()
        return sealed

    async def keep(self, member_id: MemberId, sealed: str) -> None:
        await self.remove(member_id)
        await self._connection.execute(insert(phone_table).values(member_id=member_id, sealed=sealed))

    async def remove(self, member_id: MemberId) -> bool:
        query = delete(phone_table).where(phone_table.c.member_id == member_id)
        return (await self._connection.execute(query)).rowcount > 0

    async def all(self) -> Mapping[MemberId, str]:
        rows = await self._connection.execute(select(phone_table.c.member_id, phone_table.c.sealed))
        return {MemberId(row.member_id): row.sealed for row in rows}
