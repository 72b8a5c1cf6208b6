"""The vault: what it seals nobody reads without its key, and keys can follow each other."""

from cryptography.fernet import Fernet

from bot.vault import FernetVault, vault_of

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))
NUMBER = "+491701234567"


def test_what_was_sealed_is_opened_by_its_key_alone() -> None:
    sealed = FernetVault([OLD]).seal(NUMBER)
    assert NUMBER[1:] not in sealed
    assert FernetVault([OLD]).open(sealed) == NUMBER
    assert FernetVault([OTHER]).open(sealed) is None
    assert FernetVault([OLD]).open(sealed[:-3] + "AA=") is None
    assert FernetVault([OLD]).open("") is None


def test_the_same_number_is_sealed_differently_each_time() -> None:
    vault = FernetVault([OLD])
    assert vault.seal(NUMBER) != vault.seal(NUMBER)


def test_an_older_key_behind_the_new_one_still_opens_until_all_is_sealed_anew() -> None:
    sealed = FernetVault([OLD]).seal(NUMBER)
    both = FernetVault([NEW, OLD])
    assert both.open(sealed) == NUMBER
    renewed = both.renewed(sealed)
    assert renewed is not None
    assert FernetVault([NEW]).open(renewed) == NUMBER
    assert both.renewed(renewed) is None
    assert FernetVault([NEW]).renewed(sealed) is None


def test_without_a_key_there_is_no_vault() -> None:
    assert vault_of("") is None
    vault = vault_of(f" {NEW}, {OLD} ")
    assert vault is not None
    assert vault.open(FernetVault([OLD]).seal(NUMBER)) == NUMBER
