"""Seals what must not be readable in the database, nor in a copy of it. The only module that knows cryptography."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class FernetVault:
    """`services.ports.Vault` by keys of Fernet: the first one seals, all of them open."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take at least one key."""
        self._newest = Fernet(keys[0])
        self._any = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> str:
        """Seal a text by the newest key."""
        return self._newest.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """Open what was sealed by any of the keys; None where none fits, or where it was tampered with."""
        try:
            return self._any.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def renewed(self, sealed: str) -> str | None:
        """Return what an older key sealed, sealed by the newest; None where it is so already, or can't be opened."""
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            text = self.open(sealed)
            return None if text is None else self.seal(text)
        return None


def vault_of(keys: str) -> FernetVault | None:
    """Return a vault for keys with commas between them; None where there is no key."""
    found = [key for key in (part.strip() for part in keys.split(",")) if key]
    return FernetVault(found) if found else None
