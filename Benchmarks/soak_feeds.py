"""The feeds that `soak` serves on loopback, and the record of what the daemon was told by them."""
import asyncio, email.utils, gzip, time

# What the soak's configuration flags: rule and terms. That a text has them is all that is asked of it here.
RULES = {"초지능": ("초지능", "superintelligence"), "수석과학자": ("수석과학자", "chief scientist")}
NAMES = [family + given for family in "김이박최정강조윤장임" for given in ("서준", "도윤", "하은", "지우", "민재", "수아")]
WORDS = "오늘 정부 시장 반도체 모델 연구 투자 발표 서울 대학 기업 기술 공개 협력 성장 data model market chip report season price".split()
# How news feeds differ. Each brings an item a second and holds the newest HELD of them.
VARIANTS = ("rss", "gzip", "euc-kr", "redirected", "slow", "atom", "cut", "quiet", "chunked", "tagged")
HELD = 30


def story(feed, n, age):
    """Title and summary of a feed's item number `n` when it is `age` seconds old: some are flagged, some become so later."""
    name, kind = NAMES[(feed * 7 + n // 24) % len(NAMES)], (n + feed) % 24
    summary = " ".join(WORDS[(n * k + feed * 5 + k * k) % len(WORDS)] for k in range(3, 43))
    title = {0: f"초지능 연구소 소식 {feed}-{n}", 6: f"Jordan {'ABCDEFGH'[n // 24 % 8]}. Lee{feed} named chief scientist at Meta, report {n}",
             12: f"메타가 오픈AI 출신 {name} 박사를 수석과학자로 임명 {feed}-{n}", 18: f"연구 현장 {feed}-{n}"}.get(kind, f"오늘의 소식 {feed}-{n}")
    if kind == 18 and age >= 10:
        title += ", 초지능 개발 선언"
    if kind == 3 and age >= 5:
        summary += " (고침)"
    return title, summary


def flags(guid, text):
    """What the daemon must tell of an item, each once: its id with each rule that it matches."""
    return {(guid, rule) for rule, terms in RULES.items() if any(term in text for term in terms)}


class Document:
    """A feed's bytes, and what they tell."""
    def __init__(self, items, kind="rss"):
        """`items`: (guid, title, summary, time) each, the newest first."""
        self.flags = set().union(*(flags(guid, f"{title} {summary}") for guid, title, summary, _ in items))
        if kind == "atom":
            entries = "".join(f"<entry><id>{guid}</id><title>{title}</title><link href='http://news.example/{guid}'/><updated>"
                              f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(at))}</updated><summary>{summary}</summary></entry>"
                              for guid, title, summary, at in items)
            text = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>소식</title>{entries}</feed>"
        else:
            entries = "".join(f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>http://news.example/{guid}</link>"
                              f"<pubDate>{email.utils.formatdate(at)}</pubDate><description>{summary}</description></item>"
                              for guid, title, summary, at in items)
            text = f"<rss version='2.0'><channel><title>소식</title>{entries}</channel></rss>"
        self.bytes = text.encode("cp949" if kind == "euc-kr" else "utf-8")
        if kind == "gzip":
            self.bytes = gzip.compress(self.bytes, 1)


class Feed:
    def __init__(self, number, kind, base):
        self.number, self.kind, self.name, self.url = number, kind, f"{kind}-{number}", f"{base}/{number}"
        self.asked, self.told, self.step, self.document = 0, set(), None, None

    def now(self, started):
        """The document of this moment and its entity tag."""
        step = 0 if self.kind == "same" else int(time.time() - started)
        if step != self.step:
            newest, self.step = (27 if self.kind == "same" else step), step
            held = range(newest, max(newest - HELD, -1), -1)
            items = [(f"{self.name}-{n}", *(story(self.number, n, newest - n) if self.kind != "same" else
                                            (f"초지능 보고서 {self.number * 100 + n}", "늘 여기 있는 글")), started + n) for n in held]
            self.document = Document(items, self.kind)
        return self.document, f'"{self.step}"'


class Server:
    """Answers for all feeds. `due` is what must be in the alert logs, `told` what may be there besides."""
    def __init__(self):
        self.started, self.feeds, self.polls, self.due, self.told, self.listeners = time.time(), {}, 0, set(), set(), []

    async def listen(self, count):
        """Serves `count` feeds: three quarters never change, some bring news each second, some are out of order."""
        loop = asyncio.get_running_loop()
        self.listeners = [await loop.create_server(lambda: Connection(self), "127.0.0.1", 0) for _ in range(5)]
        bases = [f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}" for listener in self.listeners]
        for number in range(count):
            part = number * 20 // count
            kind = ("same" if part >= 5 else VARIANTS[number % len(VARIANTS)] if part >= 2 else ("fault", "page", "missing")[number % 3])
            # Its Retry-After is for its whole host, so the quiet ones have one of their own.
            self.feeds[number] = Feed(number, kind, bases[4 if kind == "quiet" else number % 4])

    def answer(self, number, is_moved, tag):
        """The pieces of an answer, and whether the connection ends with it."""
        feed = self.feeds[number]
        if not is_moved:
            self.polls += 1
            feed.asked += 1
            # It asks again, so what it was told before is in its store.
            self.due |= feed.told
            feed.told = set()
        if feed.kind == "fault": return [response(500, b"out of order")], False
        if feed.kind == "missing": return [response(404, b"")], False
        if feed.kind == "page": return [response(200, b"<!DOCTYPE html><html><body>no feed</body></html>", "Content-Type: text/html\r\n")], False
        if feed.kind == "redirected" and not is_moved: return [response(302, b"", f"Location: /moved/{number}\r\n")], False
        if feed.kind == "quiet" and feed.asked % 2: return [response(429, b"", "Retry-After: 2\r\n")], False
        document, now = feed.now(self.started)
        is_tagged = feed.kind in ("same", "tagged")
        if is_tagged and tag == now: return [response(304, None, f"ETag: {now}\r\n")], False
        fields = {"euc-kr": "Content-Type: text/xml; charset=euc-kr\r\n", "gzip": "Content-Encoding: gzip\r\n"}.get(feed.kind, "")
        whole = response(200, document.bytes, fields + (f"ETag: {now}\r\n" if is_tagged else ""))
        self.told |= document.flags
        if feed.kind == "cut" and feed.asked % 3 == 0: return [whole[:-len(document.bytes) // 2]], True
        feed.told = document.flags - self.due
        if feed.kind == "slow": return [whole[at:at + 4096] for at in range(0, len(whole), 4096)], False
        if feed.kind == "chunked":
            parts = (document.bytes[at:at + 5000] for at in range(0, len(document.bytes), 5000))
            return [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"], False
        return [whole], False


def response(status, body, fields=""):
    length = "" if body is None else f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status} Status\r\n{fields}{length}\r\n".encode() + (body or b"")


class Connection(asyncio.Protocol):
    def __init__(self, server):
        self.server, self.received, self.transport = server, b"", None

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, self.received = self.received.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1].split("/")
            tag = next((line[15:] for line in lines if line.lower().startswith("if-none-match: ")), None)
            self.send(*self.server.answer(int(path[-1]), path[1] == "moved", tag))

    def send(self, pieces, ends):
        self.transport.write(pieces[0])
        if len(pieces) > 1:
            asyncio.get_running_loop().call_later(0.05, self.send, pieces[1:], ends)
        elif ends:
            self.transport.close()
