"""Tokens: what the app speaks with in each workspace, encrypted by the first of an operator's keys."""

from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import or_, select

from bot.domain.access.installation import BotToken
from bot.domain.core.errors import NoToken
from bot.storage.mapping import Row
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction, TransactionRunner
from bot.storage.tables import bot_tokens

_FREE: Row = {"refreshing_until": None}


class SqlBotTokens:
    """The port BotTokens."""

    def __init__(self, transact: TransactionRunner, cipher: MultiFernet) -> None:
        self._transact = transact
        self._cipher = cipher

    async def load(self, owner: str) -> BotToken | None:
        rows = await self._transact(lambda tx: Scope(tx, owner).select_rows(bot_tokens))
        return decrypt_token(self._cipher, rows[0]) if rows else None

    async def lease_refresh(self, owner: str, seconds: float) -> bool:
        until = bot_tokens.c.refreshing_until

        def lease(tx: Transaction) -> bool:
            free = or_(until.is_(None), until <= tx.now)
            return bool(Scope(tx, owner).update_rows(bot_tokens, _lease_until(tx, seconds), free))

        return await self._transact(lease)

    async def replace(self, owner: str, token: BotToken) -> None:
        row = encrypt_token(self._cipher, token) | _FREE
        await self._transact(lambda tx: Scope(tx, owner).update_rows(bot_tokens, row))

    async def end_lease(self, owner: str) -> None:
        await self._transact(lambda tx: Scope(tx, owner).update_rows(bot_tokens, _FREE))


def _lease_until(tx: Transaction, seconds: float) -> Row:
    return {"refreshing_until": tx.now + timedelta(seconds=seconds)}


def encrypt_token(cipher: MultiFernet, token: BotToken) -> Row:
    refresh = cipher.encrypt(token.refresh.encode()).decode() if token.refresh else None
    access = cipher.encrypt(token.access.encode()).decode()
    return {"access": access, "refresh": refresh, "expires_at": token.expires_at}


def decrypt_token(cipher: MultiFernet, row: Row) -> BotToken:
    try:
        access, refresh = (cipher.decrypt(str(row[name])).decode() if row[name] else None for name in _SEALED)
    except InvalidToken as exc:
        owner = row["workspace_id"]
        raise NoToken(f"No key of ENCRYPTION_KEYS opens the token of {owner}. Add the one it was kept with.") from exc
    expires = row["expires_at"]
    assert access is not None and (expires is None or isinstance(expires, datetime))
    return BotToken(access, refresh, expires)


_SEALED = ("access", "refresh")


def reencrypt_tokens(tx: Transaction, cipher: MultiFernet) -> int:
    """All by the first key. Returns how many. Raises NoToken, with nothing changed, where no key opens one."""
    rows = [row._asdict() for row in tx.connection.execute(select(bot_tokens).with_for_update())]
    for row in rows:
        anew = encrypt_token(cipher, decrypt_token(cipher, row))
        Scope(tx, str(row["workspace_id"])).update_rows(bot_tokens, anew)
    return len(rows)
