"""Send a fixed number of requests over kept-alive connections and insist on the expected status."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, ready to be sent."""

    method: str
    path: str
    cookie: str
    body: str = ""
    expect: int = 200
    csrf: str = ""

    def encoded(self, host: str) -> bytes:
        """Return the bytes that go over the line."""
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            f"Host: {host}",
            f"Cookie: {self.cookie}",
            "Connection: keep-alive",
        ]
        if self.method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(self.body.encode())}",
                f"Origin: http://{host}",
                f"X-CSRFToken: {self.csrf}",
            ]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status, head


async def _worker(host: str, port: int, calls: Sequence[Call]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    for call in calls:
        writer.write(call.encoded(f"{host}:{port}"))
        await writer.drain()
        status, head = await _answer(reader)
        if status != call.expect:
            raise RuntimeError(f"{call.method} {call.path}: {status}, not {call.expect}\n{head}")
    writer.close()


def send(calls: Sequence[Call], *, host: str, port: int, concurrency: int = 4) -> None:
    """Send all calls, spread over `concurrency` connections; raise at an unexpected status."""

    async def everything() -> None:
        lanes = [calls[lane::concurrency] for lane in range(concurrency)]
        await asyncio.gather(*(_worker(host, port, lane) for lane in lanes if lane))

    asyncio.run(everything())
