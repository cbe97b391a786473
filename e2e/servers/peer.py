"""An XMPP client by other hands (slixmpp), driven by JSON lines on standard input and output; ends with its input.

The first line gives the account. Each later line is a command with an `id`; each answer carries that id. Every stanza
that arrives is reported as it is.
"""
import asyncio
import hashlib
import http.client
import json
import socket
import ssl
import sys
import types
from base64 import b64decode, b64encode
from urllib.parse import urlsplit
from xml.etree import ElementTree

try:
    import aiohttp  # noqa: F401
except ImportError:
    # Only slixmpp's own PUT needs it, which cannot be told where a name without DNS is; its slots do not.
    sys.modules["aiohttp"] = types.ModuleType("aiohttp")
    sys.modules["aiohttp"].ClientSession = None

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout


# slixmpp prints now and then.
reports = sys.stdout
sys.stdout = sys.stderr


def say(**what):
    reports.write(json.dumps(what) + "\n")
    reports.flush()


class Peer(slixmpp.ClientXMPP):
    def __init__(self, account):
        super().__init__(account["jid"], account["password"])
        self.account = account
        self.auto_authorize = None
        self.auto_subscribe = False
        self.ca_certs = account.get("authority")
        for plugin in ("xep_0030", "xep_0092", "xep_0115", "xep_0199", *account.get("plugins", [])):
            self.register_plugin(plugin)
        # Without TLS, SCRAM is fine and PLAIN has to be allowed.
        self["feature_mechanisms"].unencrypted_plain = True
        self["feature_mechanisms"].unencrypted_scram = True
        self["feature_mechanisms"].unencrypted_digest = True
        self.add_filter("in", self.report)
        self.add_event_handler("session_start", lambda _: say(event="online", jid=self.boundjid.full))
        self.add_event_handler("failed_auth", lambda stanza: say(event="failed", reason=str(stanza)))
        self.add_event_handler("ssl_invalid_chain", lambda error: say(event="failed", reason=str(error)))
        self.add_event_handler("ssl_invalid_cert", lambda error: say(event="failed", reason=str(error)))
        self.add_event_handler("connection_failed", lambda reason: say(event="failed", reason=str(reason)))
        self.add_event_handler("stream_error", lambda stanza: say(event="failed", reason=str(stanza)))
        self.add_event_handler("disconnected", lambda _: say(event="disconnected"))

    def report(self, stanza):
        if stanza.name in ("message", "presence", "iq"):
            say(event="stanza", xml=str(stanza))
        return stanza

    def web(self, method, url, body=None, headers=None):
        """One request to the place of the account's server, whatever DNS says; certificate and name are checked."""
        at = urlsplit(url)
        context = ssl.create_default_context(cafile=self.account.get("webAuthority"))
        raw = socket.create_connection((self.account["host"], at.port or 443), timeout=60)
        connection = http.client.HTTPSConnection(at.hostname, at.port or 443)
        connection.sock = context.wrap_socket(raw, server_hostname=at.hostname)
        try:
            connection.request(method, at.path + (f"?{at.query}" if at.query else ""), body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    async def upload_service(self):
        # Its own search for it fails on a newer Python.
        items = await self["xep_0030"].get_items(self.boundjid.domain, timeout=10)
        for address, _, _ in items["disco_items"]["items"]:
            info = await self["xep_0030"].get_info(address, timeout=10)
            if "urn:xmpp:http:upload:0" in info["disco_info"]["features"]:
                return address
        raise RuntimeError("no upload service")

    async def upload(self, name, data, kind):
        service = await self.upload_service()
        asked = await self["xep_0363"].request_slot(service, name, len(data), kind, timeout=10)
        slot = asked["http_upload_slot"]
        headers = {header["name"]: header["value"] for header in slot["put"]["headers"]}
        headers["Content-Type"] = kind
        status, _ = await asyncio.to_thread(self.web, "PUT", slot["put"]["url"], data, headers)
        if status not in (200, 201, 204):
            raise RuntimeError(f"PUT: {status}")
        return slot["get"]["url"]

    def begin(self):
        encrypted = self.account.get("authority") is not None
        direct = self.account.get("directTls", False)
        self.connect(
            (self.account["host"], self.account["port"]),
            use_ssl=direct,
            force_starttls=encrypted and not direct,
            disable_starttls=not encrypted or direct,
        )

    async def do(self, command):
        match command["do"]:
            case "raw":
                self.send_raw(command["xml"])
            case "iq":
                iq = self.make_iq(itype=command["type"], ito=command.get("to"))
                iq.append(ElementTree.fromstring(command["payload"]))
                try:
                    return str(await iq.send(timeout=10))
                except IqError as error:
                    return str(error.iq)
                except IqTimeout:
                    return None
            case "plugin":
                answer = getattr(self[command["plugin"]], command["method"])(**command["arguments"])
                # Not futures: some of slixmpp wait for what not every server says.
                if asyncio.iscoroutine(answer):
                    answer = await answer
                return None if answer is None else str(answer)
            case "configureRoom":
                rooms = self["xep_0045"]
                form = await rooms.get_room_config(command["room"])
                form["type"] = "submit"
                for name, value in command["values"].items():
                    form.get_fields()[f"muc#roomconfig_{name}"]["value"] = value
                await rooms.set_room_config(command["room"], form)
            case "setAvatar":
                await self["xep_0153"].set_avatar(avatar=b64decode(command["data"]), mtype=command["type"])
                # By slixmpp's own hand, so that its plugin adds the hash.
                self.send_presence()
            case "vcard":
                answer = await self["xep_0054"].get_vcard(command["of"], cached=False, timeout=10)
                card = answer["vcard_temp"]
                photo = card["PHOTO"]["BINVAL"] or b""
                return json.dumps({"fullName": card["FN"], "photo": b64encode(photo).decode()})
            case "share":
                url = await self.upload(command["name"], b64decode(command["data"]), command["type"])
                message = self.make_message(mto=command["to"], mbody=url, mtype=command.get("kind", "chat"))
                message["oob"]["url"] = url
                message.send()
                return url
            case "fetch":
                status, data = await asyncio.to_thread(self.web, "GET", command["url"])
                digest = hashlib.sha256(data).hexdigest()
                return json.dumps({"status": status, "size": len(data), "sha256": digest})
            case "bookmarks":
                answer = await self["xep_0048"].get_bookmarks(timeout=10)
                rooms = answer["private"]["bookmarks"]["conferences"]
                return json.dumps(
                    [
                        {
                            "address": str(room["jid"]),
                            "name": room["name"],
                            "nick": room["nick"],
                            "autojoin": bool(room["autojoin"]),
                        }
                        for room in rooms
                    ]
                )
            case "end":
                await self.disconnect(wait=2.0)
        return None


async def main():
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=2**22)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    peer = Peer(json.loads(await lines.readline()))
    peer.begin()

    async def answer(command):
        try:
            say(id=command["id"], result=await peer.do(command))
        except Exception as error:
            say(id=command["id"], error=repr(error))

    running = set()
    while line := await lines.readline():
        task = asyncio.ensure_future(answer(json.loads(line)))
        running.add(task)
        task.add_done_callback(running.discard)


if __name__ == "__main__":
    asyncio.run(main())
