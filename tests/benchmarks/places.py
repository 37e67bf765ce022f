"""Who sent a cable, when, and under which number: a function of the cable's own number in the archive."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from prose import surnames

_POST_LIST = """\
S State US|E Ankara TU|E Moscow RS|E Tokyo JA|E Paris FR|M USUN New York UN|E Cairo EG|E New Delhi IN|E London UK
E Beijing CH|E Madrid SP|E Rome IT|E Amman JO|E Jakarta ID|E Bogota CO|E Manila RP|E Lima PE|E Tel Aviv IS|E Brasilia BR
E Bangkok TH|E Mexico MX|E Ottawa CA|E Seoul KS|E Kuwait KU|E Islamabad PK|E Abuja NI|E The Hague NL|E Caracas VE
E Berlin GM|E Beirut LE|E Buenos Aires AR|E Hanoi VM|E Santiago CI|E Nairobi KE|E Pretoria SF|E Damascus SY|E Athens GR
E Algiers AG|E Tegucigalpa HO|E Dhaka BG|E Colombo CE|E Khartoum SU|E Managua NU|E Warsaw PL|E Riyadh SA|E Vienna AU
C Istanbul TU|C Hong Kong HK|C Jerusalem IS|C Sao Paulo BR|C Guangzhou CH|C Mumbai IN|M Geneva SZ|M USNATO BE
E Stockholm SW|E Oslo NO|E Helsinki FI|E Copenhagen DA|E Reykjavik IC|E Lisbon PO|E Dublin EI|E Bern SZ|E Brussels BE
E Luxembourg LU|E Prague EZ|E Budapest HU|E Bucharest RO|E Sofia BU|E Belgrade SR|E Valletta MT|E Nicosia CY
E Rabat MO|E Tunis TS|E Accra GH|E Dakar SG|E Kinshasa CG|E Kampala UG|E Lusaka ZA|E Harare ZI|E Maputo MZ|E Luanda AO
E Libreville GB|E Ouagadougou UV|E Antananarivo MA|E Addis Ababa ET|E Freetown SL|E Djibouti DJ|E Port Louis MP
E Kathmandu NP|E Vientiane LA|E Singapore SN|E Kuala Lumpur MY|E Canberra AS|E Wellington NZ|E Suva FJ
E La Paz BL|E Quito EC|E Asuncion PA|E Montevideo UY|E Panama PM|E San Jose CS|E San Salvador ES|E Guatemala GT
E Port Au Prince HA|E Santo Domingo DR|E Kingston JM|E Nassau BF|E Bridgetown BB|E Port Of Spain TD|E Georgetown GY
C Frankfurt GM|C Milan IT|C Naples IT|C Barcelona SP|C Toronto CA|C Monterrey MX|C Rio De Janeiro BR|C Osaka Kobe JA
"""
_SENDERS = {"E": ("AMEMBASSY ", "Embassy "), "C": ("AMCONSUL ", "Consulate "), "M": ("USMISSION ", "")}
_ORIGINS = {"GENEVA": "US Mission Geneva", "USNATO": "Mission USNATO"}
_ROUNDS = 256
_SLOTS = 8192
LIMIT = _ROUNDS * _SLOTS
"""The cables that an archive can have: each (post, year) has numbers for so many."""

_RECENT = {2002: 1, 2003: 4, 2004: 9, 2005: 13, 2006: 18, 2007: 18, 2008: 17, 2009: 20, 2010: 4}
_YEARS = {year: 0.04 + (year - 1966) * 0.006 for year in range(1966, 2002)} | _RECENT
_LAST_DAYS = {2010: 59}  # the release ends in February


class Post(NamedTuple):
    """A post of the service, or the Department."""

    name: str  # in capitals, as in numbers and addresses
    code: str  # as in ids
    sender: str
    origin: str
    route: str
    country: str


class Bucket(NamedTuple):
    """What a post sent in a year: its share of the table of slots, and the distance between its numbers."""

    post: Post
    year: int
    slots: list[int]
    gap: int
    signer: str


class Place(NamedTuple):
    """Who sent a cable, when (as a share of the year) and under which number."""

    bucket: Bucket
    serial: int
    share: float

    @property
    def id(self) -> str:
        return f"{self.bucket.year % 100:02d}{self.bucket.post.code}{self.serial}"

    @property
    def moment(self) -> datetime:
        """Serials and moments of a post rise together; nobody sends at night."""
        days = self.share * _LAST_DAYS.get(self.bucket.year, 365)
        return datetime(self.bucket.year, 1, 1, 5, tzinfo=UTC) + timedelta(int(days), minutes=int(days % 1 * 900))

    def is_before(self, other: Place) -> bool:
        return (self.bucket.year, self.share) < (other.bucket.year, other.share)


@cache
def posts() -> list[Post]:
    """All senders, the busiest first."""
    found = []
    for number, row in enumerate(_POST_LIST.replace("\n", "|").strip("|").split("|")):
        kind, _, rest = row.partition(" ")
        name, _, country = rest.rpartition(" ")
        capitals = name.upper()
        sender, origin = _SENDERS.get(kind, ("", ""))
        sender, origin = sender + capitals, _ORIGINS.get(capitals, origin + name)
        route = f"RUEH{chr(65 + number % 26)}{chr(65 + number * 7 % 25)}"
        if kind == "S":
            sender, origin, route = "SECSTATE WASHDC", "Secretary of State", "RUEHC"
        found.append(Post(capitals, capitals.replace(" ", ""), sender, origin, route, country))
    return found


class Calendar:
    """Gives each number of a cable its post, date and serial, without remembering any.

    A table of `_SLOTS` pairs of post and year is gone through again and again. Each slot stands for a stretch of its
    year and of the post's serials, and each round takes another point of it.
    """

    def __init__(self, seed: int) -> None:
        draw = Random(f"{seed} calendar")
        senders = draw.choices(posts(), [1 / (rank + 12) for rank in range(len(posts()))], k=_SLOTS)
        years = draw.choices(list(_YEARS), list(_YEARS.values()), k=_SLOTS)
        self.buckets: dict[tuple[str, int], Bucket] = {}
        self._bucket_of: list[Bucket] = []
        for slot, (post, year) in enumerate(zip(senders, years, strict=True)):
            key = post.code, year
            if key not in self.buckets:
                self.buckets[key] = Bucket(post, year, [], draw.randrange(2, 5), draw.choice(surnames()).upper())
            self._bucket_of.append(self.buckets[key])
            self.buckets[key].slots.append(slot)
        self._stretch = [0] * _SLOTS
        for bucket in self.buckets.values():
            stretches = draw.sample(range(len(bucket.slots)), len(bucket.slots))
            for slot, stretch in zip(bucket.slots, stretches, strict=True):
                self._stretch[slot] = stretch
        self._shift = [draw.randrange(_ROUNDS) for _ in range(_SLOTS)]

    def place(self, index: int) -> Place:
        """Where cable `index` stands."""
        turn, slot = divmod(index, _SLOTS)
        bucket = self._bucket_of[slot]
        point = (turn * 103 + self._shift[slot]) % _ROUNDS
        rank = self._stretch[slot] * _ROUNDS + point
        gap = bucket.gap if len(bucket.slots) < 12 else 1
        return Place(bucket, 1 + rank * gap + self._shift[slot] % gap, (rank + 0.5) / (len(bucket.slots) * _ROUNDS))

    def earlier(self, index: int, key: tuple[str, int], random: float) -> int | None:
        """A cable with a lower index of this post and year; None where there is none."""
        bucket = self.buckets.get(key)
        if bucket is None:
            return None
        turn, slot = divmod(index, _SLOTS)
        before = bisect_left(bucket.slots, slot)
        chosen = int(random * (turn * len(bucket.slots) + before))
        if not turn and not before:
            return None
        turn, place = divmod(chosen, len(bucket.slots))
        return turn * _SLOTS + bucket.slots[place]
