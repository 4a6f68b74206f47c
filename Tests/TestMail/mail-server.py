"""A mail server for one test, by aiosmtpd, on a free port of this machine: it does what a script says, and tells what it took.

Arguments: an object with any of "tls" ("start" or "starttls"), "certificate", "key", "user", "password", "smtputf8", "port".

Standard input: a line for each script, a list of rules that replaces the one before. A rule is
{"at": CONNECT | EHLO | MAIL | RCPT | DATA | CONTENT, "match"?: regular expression in an address of the step, or in the subject,
"after"?: how often it is passed over first, "times"?: how often, "reply"?: "451 later", "action"?: "drop" | "take-some-and-drop"
(of the content) | "take-and-drop" | "wait" (for the next script) | "hang"}; the first that fits counts. Or true or false: whether it listens from now on.

Standard output: a line for each happening: {"port"}, {"scripted"}, {"command", "argument"}, {"message"}, where "client" is what it
was called in EHLO and "answered" says whether it was told that the message was taken. It ends with its input.
"""

import asyncio
import email
import email.policy
import hashlib
import json
import re
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

options = json.loads(sys.argv[1])
rules = []
released = asyncio.Event()


def tell(happening):
    print(json.dumps(happening), flush=True)


def rule(at, *texts):
    for candidate in rules:
        if candidate["at"] != at or not any(re.search(candidate.get("match", ""), text) for text in texts):
            continue
        if candidate.get("after", 0) > 0:
            candidate["after"] -= 1
            continue
        times = candidate.get("times")
        if times == 0:
            continue
        if times is not None:
            candidate["times"] = times - 1
        return candidate
    return None


def message(content, recipients):
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    parts = []
    for part in parsed.walk():
        if part.is_multipart():
            continue
        body = part.get_payload(decode=True)
        is_text = part.get_content_maintype() == "text"
        parts.append({
            "type": part.get_content_type(),
            "name": part.get_filename(),
            "size": len(body),
            "sha256": hashlib.sha256(body).hexdigest(),
            "text": part.get_content() if is_text else None,
        })
    return {
        "id": parsed["message-id"],
        "recipients": recipients,
        "headers": {name.lower(): str(value) for name, value in parsed.items()},
        "type": parsed.get_content_type(),
        "parts": parts,
        "longestLine": max(len(line) for line in content.split(b"\r\n")),
    }


class Handler:
    async def handle_EHLO(self, server, session, envelope, name, responses):
        tell({"command": "EHLO", "argument": name})
        session.host_name = name
        found = rule("EHLO", name)
        if found:
            return [await server.obey(found)]
        return responses

    async def handle_MAIL(self, server, session, envelope, address, parameters):
        tell({"command": "MAIL", "argument": " ".join([address, *parameters])})
        found = rule("MAIL", address)
        if found:
            return await server.obey(found)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, parameters):
        tell({"command": "RCPT", "argument": address})
        found = rule("RCPT", address)
        if found:
            return await server.obey(found)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        received = message(envelope.content, envelope.rcpt_tos)
        tell({"command": "CONTENT", "argument": received["id"]})
        found = rule("CONTENT", received["headers"].get("subject", ""), *envelope.rcpt_tos)
        if found and found.get("action") == "wait":
            await released.wait()
            found = None
        if found and found.get("action") != "take-and-drop":
            return await server.obey(found)
        tell({"message": received | {"client": session.host_name, "answered": not found}})
        if found:
            server.transport.abort()
        return "250 taken"


class Server(SMTP):
    async def obey(self, found):
        if found.get("action") == "drop":
            self.transport.abort()
        elif found.get("action") == "hang":
            await asyncio.Event().wait()
        return found.get("reply", "451 gone")

    async def _handle_client(self):
        found = rule("CONNECT", "")
        if not found:
            return await super()._handle_client()
        tell({"command": "CONNECT", "argument": ""})
        reply = await self.obey(found)
        if "reply" in found:
            await self.push(reply)
        self.transport.close()

    async def smtp_QUIT(self, argument):
        tell({"command": "QUIT", "argument": ""})
        await super().smtp_QUIT(argument)

    async def smtp_DATA(self, argument):
        found = rule("DATA", *(self.envelope.rcpt_tos or [""]))
        if not found:
            return await super().smtp_DATA(argument)
        if found.get("action") == "take-some-and-drop":
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await self.push(await self.obey(found))


def authenticate(server, session, envelope, mechanism, data):
    given = (data.login.decode(), data.password.decode())
    is_right = given == (options.get("user"), options.get("password"))
    return AuthResult(success=is_right, handled=False, auth_data=None)


def factory():
    context = tls() if options.get("tls") == "starttls" else None
    return Server(
        Handler(),
        hostname="mail.test",
        tls_context=context,
        require_starttls=context is not None,
        enable_SMTPUTF8=options.get("smtputf8", True),
        auth_required="user" in options,
        auth_require_tls=False,
        authenticator=authenticate,
    )


def tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options["certificate"], options["key"])
    return context


async def main():
    global rules, released
    loop = asyncio.get_running_loop()

    def listen(port):
        return loop.create_server(
            factory, "127.0.0.1", port, ssl=tls() if options.get("tls") == "start" else None)

    server = await listen(options.get("port", 0))
    port = server.sockets[0].getsockname()[1]
    tell({"port": port})
    reader = asyncio.StreamReader(limit=1 << 20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    number = 0
    while line := await reader.readline():
        script = json.loads(line)
        if script is False:
            server.close()
        elif script is True:
            server = await listen(port)
        else:
            rules = script
        released.set()
        released = asyncio.Event()
        number += 1
        tell({"scripted": number})


asyncio.run(main())
