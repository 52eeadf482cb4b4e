"""An echo made with the Python library websockets, for our client. The query of a connection is what
it is to agree on, in JSON, with the names of ws: {"serverMaxWindowBits":9}. The text "please count"
is answered with the bytes on the wire so far: {"read":1234,"written":5678}. Prints its port:
{"port":49152}."""

import asyncio
import json
import re
from urllib.parse import unquote_plus

import websockets
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.server import WebSocketServerProtocol

NAMES = [
    "serverNoContextTakeover",
    "clientNoContextTakeover",
    "serverMaxWindowBits",
    "clientMaxWindowBits",
]


def snake_case(name):
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name)


class Counting(WebSocketServerProtocol):
    bytes_read = 0
    bytes_written = 0

    def connection_made(self, transport):
        write = transport.write

        def counted(data):
            self.bytes_written += len(data)
            write(data)

        transport.write = counted
        super().connection_made(transport)

    def data_received(self, data):
        self.bytes_read += len(data)
        super().data_received(data)

    async def process_request(self, path, headers):
        options = json.loads(unquote_plus(path.partition("?")[2]))
        self.parameters = {
            snake_case(name): options[name] for name in NAMES if name in options
        }

    def process_extensions(self, headers, available_extensions):
        factories = [ServerPerMessageDeflateFactory(**self.parameters)]
        return super().process_extensions(headers, factories)


async def echo(socket):
    async for message in socket:
        if message == "please count":
            message = json.dumps(
                {"read": socket.bytes_read, "written": socket.bytes_written}
            )
        await socket.send(message)


async def main():
    async with websockets.serve(
        echo, "127.0.0.1", 0, create_protocol=Counting, compression=None, max_size=None
    ) as server:
        print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
        await asyncio.Future()


asyncio.run(main())
