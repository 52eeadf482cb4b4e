"""The client of the Python library websockets against our server, with all parameters of
permessage-deflate: python3 compression_client.py ws://127.0.0.1:PORT/ (an echo that takes context
over). Prints how each rule went: {"rule":"...","failure":null}."""

import asyncio
import json
import os
import random
import sys

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

SERVER = sys.argv[1]
SIZES = [8 << 10, 100_000, 4 << 20]
WORDS = ["naïve", "frame", "κόσμε", "of", "the", "window", "🐢"]
DEADLINE_SECONDS = 30


def cut(text, size):
    return text.encode()[:size].decode(errors="ignore")


def records(size):
    one = '{"id":%d,"name":"frame","active":true},'
    return cut("".join(one % random.randrange(10**6) for _ in range(size // 32)), size)


def prose(size):
    return cut(" ".join(random.choice(WORDS) for _ in range(size // 2)), size)


async def converse(sizes, **parameters):
    factory = ClientPerMessageDeflateFactory(**parameters)
    async with websockets.connect(
        SERVER, extensions=[factory], compression=None, max_size=None
    ) as socket:
        answer = socket.response_headers["Sec-WebSocket-Extensions"]
        assert answer.startswith("permessage-deflate"), answer
        bits = parameters["server_max_window_bits"]
        assert bits is None or f"server_max_window_bits={bits}" in answer, answer
        for size in sizes:
            for message in [records(size), prose(size), os.urandom(size), records(size)]:
                await socket.send(message)
                assert await socket.recv() == message, "the echo is another message"


async def rule(name, check):
    failure = None
    try:
        await asyncio.wait_for(check, DEADLINE_SECONDS)
    except Exception as error:
        failure = repr(error)
    print(json.dumps({"rule": name, "failure": failure}), flush=True)


async def main():
    for server_no in [False, True]:
        for client_no in [False, True]:
            takeover = {
                "server_no_context_takeover": server_no,
                "client_no_context_takeover": client_no,
            }
            what = f"takeover of the server {not server_no}, of the client {not client_no}"

            async def every_client_window(bits):
                # 8 bits for itself websockets cannot do: zlib refuses to compress with them.
                for client_bits in [None, *range(9, 16)]:
                    await converse(
                        SIZES[:1],
                        server_max_window_bits=bits,
                        client_max_window_bits=client_bits,
                        **takeover,
                    )

            for bits in [None, *range(8, 16)]:
                await rule(f"{what}, a server window of {bits} bits", every_client_window(bits))
            for bits in [None, 8]:
                check = converse(
                    SIZES, server_max_window_bits=bits, client_max_window_bits=None, **takeover
                )
                await rule(f"{what}, messages of every size, window {bits}", check)


asyncio.run(main())
