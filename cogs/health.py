"""Is it alive, is it ready, what are its numbers: over HTTP on loopback, for operators."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import http_exceptions, web
from prometheus_client import CONTENT_TYPE_LATEST

logger = logging.getLogger(__name__)


@asynccontextmanager
async def health_endpoint(
    port: int | None, metrics: Callable[[], Awaitable[bytes]], unready: Callable[[], str | None]
) -> AsyncIterator[int | None]:
    """Serves `/healthz`, `/readyz` and `/metrics` on 127.0.0.1 while the block runs; yields the port.

    Args:
        port: 0 takes any free one; None serves nothing.
        metrics: gives what `/metrics` shows.
        unready: why the bot cannot answer questions now, or None.

    Raises:
        OSError: the port is taken, or not for this user; it names the setting.
    """
    if port is None:
        yield None
        return

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        reason = unready()
        return web.Response(text=f"{reason or 'ok'}\n", status=503 if reason else 200)

    async def numbers(_: web.Request) -> web.Response:
        return web.Response(body=await metrics(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", numbers)])
    logger.addFilter(_is_ours)
    runner = web.AppRunner(app, access_log=None, logger=logger)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        try:
            await site.start()
        except OSError as error:
            code = error.errno or errno.EADDRINUSE
            setting = f"GIPFEL_COGS__HEALTH_PORT, port {port}"
            raise OSError(code, os.strerror(code), setting) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether the bot has failed, and not whoever asks: who speaks no HTTP is told so with a status alone."""
    return not (record.exc_info and isinstance(record.exc_info[1], http_exceptions.HttpProcessingError))
