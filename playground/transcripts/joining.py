"""How the two come in: what scenes about joining play, and the others begin behind."""

from playground.stage import Phone


async def join(phone: Phone) -> None:
    """Press START, if nothing was said yet, say where one lives, and take the usual times."""
    if not phone.messages:
        await phone.start()
    await phone.type("Berlin")
    await phone.tap_first(" · ")
    await phone.tap_first("08:00")
