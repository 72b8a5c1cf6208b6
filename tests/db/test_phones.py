"""Phone numbers, and the cards by which they were shown."""

from dataclasses import replace

from bot.db.storage import Storage
from bot.domain.kinds import Kind
from bot.services.letters import Status
from tests.db.rows import NOW, add_member, letter


async def test_a_member_has_one_number_which_goes_when_it_is_removed(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana, ben = await add_member(uow, 1), await add_member(uow, 2)
        assert await uow.phones.get(ana.id) is None
        for sealed in ("first", "second"):
            await uow.phones.keep(ana.id, sealed)
        await uow.phones.keep(ben.id, "third")
        assert await uow.phones.all() == {ana.id: "second", ben.id: "third"}
        assert await uow.phones.remove(ana.id)
        assert not await uow.phones.remove(ana.id)
        assert await uow.phones.all() == {ben.id: "third"}


async def test_the_cards_of_a_member_are_those_that_partners_got_whichever_pact_it_was(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana, ben, cleo = [await add_member(uow, account) for account in (1, 2, 3)]
        first = await uow.pairs.begin((ana.id, ben.id), NOW)
        await uow.pairs.end(first.id, NOW)
        second = await uow.pairs.begin((cleo.id, ana.id), NOW)
        for number, (to, pair, kind, status) in enumerate(
            (
                (ben, first, Kind.CALL_CONTACT, Status.SENT),
                (ana, first, Kind.CALL_CONTACT, Status.SENT),  # which shows Ben's number
                (cleo, second, Kind.CALL_CONTACT, Status.UNCERTAIN),
                (cleo, second, Kind.CALL_CONTACT, Status.DROPPED),
                (cleo, second, Kind.CALL_NUDGE, Status.SENT),
            )
        ):
            await uow.outbox.add(replace(letter(to, key=str(number), status=status), kind=kind, pair_id=pair.id))
        shown = await uow.outbox.shown_to_partners(Kind.CALL_CONTACT, ana.id)
        assert [each.key for each in shown] == ["0", "2"]
