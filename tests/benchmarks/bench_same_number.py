"""False joins and false splits among telegrams that share numbers: `python tests/benchmarks/bench_same_number.py`.

`--telegrams N` and `--seed S` say how many, and which. Each number has one to twelve invented telegrams: some of their
own making, some that differ from another one in a digit or a name of the text alone, in the minute, or in the
addressee. Each has copies: as it is, redacted, cut, wrapped, in small letters, with page lines, quoted as mail,
misread by a scanner, without a beginning; some come in sections instead, each with its station serial. A false join
is a telegram that is hidden in the cable of another one, a false split a telegram that makes several cables. Another
order of the texts must give the same names.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from random import Random
from time import process_time
from typing import NamedTuple

from cable_tui.archive.documents import moment_of
from cable_tui.archive.identity import Copy, Group, grouped
from cable_tui.cables import Cable, parse

_SYLLABLES = "VEL MER LUND TANG VALD SKARN BERG FISK HAVN ODD RIM STRAND KLIT TOR GRIM".split()
_SECTIONED = 0.1


class Telegram(NamedTuple):
    """One that was sent: day, hour and minute, addressee, subject, its paragraphs as words."""

    moment: str
    to: str
    subject: str
    paragraphs: tuple[tuple[str, ...], ...]


def word(draw: Random) -> str:
    """A word, a number now and then."""
    if draw.random() < 0.06:
        return str(draw.randrange(2, 9000))
    return "".join(draw.choices(_SYLLABLES, k=draw.randint(1, 3)))


def telegram(draw: Random) -> Telegram:
    """A new one."""
    paragraphs = tuple(tuple(word(draw) for _ in range(draw.randint(12, 90))) for _ in range(draw.randint(1, 8)))
    moment = f"{draw.randint(1, 28):02}{draw.randrange(24):02}{draw.randrange(60):02}"
    return Telegram(
        moment, draw.choice(("ROME", "PARIS", "LONDON", "TOKYO")), " ".join(map(word, [draw] * 5)), paragraphs
    )


def sibling(draw: Random, other: Telegram) -> tuple[str, Telegram]:
    """One that differs from another in a single thing, and in which."""
    kind = draw.choice(("digit", "name", "minute", "addressee"))
    if kind == "minute":
        return kind, other._replace(moment=f"{other.moment[:4]}{(int(other.moment[4:]) + 1) % 60:02}")
    if kind == "addressee":
        return kind, other._replace(to=draw.choice(("CAIRO", "LIMA", "BONN")))
    at, paragraphs = draw.randrange(len(other.paragraphs)), list(other.paragraphs)
    words = list(paragraphs[at])
    words[draw.randrange(len(words))] = str(draw.randrange(9001, 99999)) if kind == "digit" else f"{word(draw)}OYA"
    paragraphs[at] = tuple(words)
    return kind, other._replace(paragraphs=tuple(paragraphs))


def wrapped(words: list[str], width: int) -> str:
    """Words on lines."""
    lines = [""]
    for one in words:
        if len(lines[-1]) + len(one) >= width:
            lines.append("")
        lines[-1] += f" {one}"
    return "\n".join(lines)


def printed(
    one: Telegram,
    serial: int,
    *,
    width: int = 64,
    body: str | None = None,
    section: tuple[int, int] | None = None,
    station: int = 0,
) -> str:
    """The text of a telegram, or of one of its sections, which came in at the station behind number `station`."""
    numbered = [wrapped([f"{at}.", *words], width) for at, words in enumerate(one.paragraphs, 1)]
    page = line = dashes = ""
    if section:
        page, line = (
            f"  {section[0]:02} OF {section[1]:02}  {one.moment}Z",
            f" SECTION {section[0]:02} OF {section[1]:02}",
        )
        dashes = f"                     ---------------------  {station + section[0] * 3:06}\n"
    return (
        f" CONFIDENTIAL\n\n PAGE 01        OSLO  {serial:05}{page}\n"
        f"{dashes} R {one.moment}Z NOV 76\n FM AMEMBASSY OSLO\n"
        f" TO AMEMBASSY {one.to}\n C O N F I D E N T I A L{line} OSLO {serial}\n E.O. 11652: GDS\n TAGS: EFIS, NO\n"
        f" SUBJECT: {one.subject}\n\n{body or chr(10).join(f'{text}{chr(10)}' for text in numbered)}\n"
        f"{'' if section and section[0] < section[1] else ' VELMER'}\n"
    )


def copies(draw: Random, one: Telegram, serial: int) -> Iterator[str]:
    """The texts of a telegram: sections of it, or the whole with some copies."""
    numbered = [f"{wrapped([f'{at}.', *words], 64)}\n" for at, words in enumerate(one.paragraphs, 1)]
    if len(numbered) > 1 and draw.random() < _SECTIONED:
        half, station = len(numbered) // 2, draw.randrange(0, 900_000, 20)
        for number, part in enumerate((numbered[:half], numbered[half:]), 1):
            yield printed(one, serial, body="\n".join(part), section=(number, 2), station=station)
        return
    yield printed(one, serial)
    text = "\n".join(numbered)
    names = re.findall("[A-Z]{6,}", text)
    page = f"\n\n CONFIDENTIAL\n\n CONFIDENTIAL\n\n PAGE 02        OSLO  {serial:05}\n\n"
    made = {
        "as it is": lambda: printed(one, serial),
        "redacted": lambda: printed(one, serial, body=_redacted(draw, text, names)),
        "cut": lambda: printed(one, serial, body="\n".join(numbered[: max(1, len(numbered) - 1)])),
        "wrapped": lambda: printed(one, serial, width=44),
        "small": lambda: printed(one, serial, body=text.lower()),
        "pages": lambda: printed(one, serial, body=page.join(numbered)),
        "mail": lambda: "".join(f"> {line}\n" for line in printed(one, serial).splitlines()),
        "misread": lambda: printed(one, serial, body=re.sub(r"(?<=[A-Z])O(?=[A-Z])", "0", text, count=3)),
        "corrected": lambda: printed(one, serial).replace(" E.O.", " C O R R E C T E D  C O P Y\n E.O."),
        "headless": lambda: printed(one, serial).partition("Z NOV 76\n")[2],
    }
    for kind in draw.sample(sorted(made), draw.randint(0, 3)):
        yield made[kind]()


def _redacted(draw: Random, text: str, names: list[str]) -> str:
    for name in draw.sample(names, min(3, len(names))):
        text = re.sub(rf"\b{name}\b", "X" * 12, text)
    return text


def main() -> int:
    """Measures; 1 where a telegram was joined or split falsely, or an order of the texts gave other names."""
    parser = argparse.ArgumentParser(description="False joins and splits among telegrams that share numbers.")
    parser.add_argument("--telegrams", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = Random(options.seed)
    counts: Counter[str] = Counter()
    seconds, serial = 0.0, 100
    while counts["telegrams"] < options.telegrams:
        serial += 1
        sent = [telegram(draw)]
        for _ in range(draw.choice((0, 1, 1, 2, 4, 11))):
            kind, new = sibling(draw, draw.choice(sent)) if draw.random() < 0.7 else ("own", telegram(draw))
            if new not in sent:
                sent.append(new)
                counts[f"of these by {kind}"] += 1
        texts = [(number, parse(text)) for number, one in enumerate(sent) for text in copies(draw, one, serial)]
        began = process_time()
        found = grouped(f"76OSLO{serial}", _copies(texts))
        seconds += process_time() - began
        counts.update(telegrams=len(sent), texts=len(texts), numbers=1)
        _count(counts, texts, found)
        draw.shuffle(texts)
        again = grouped(f"76OSLO{serial}", _copies(texts))
        counts["numbers with other names in another order"] += {one.name for one in again} != {
            one.name for one in found
        }
    for name, count in counts.items():
        print(f"{count:>8,}  {name}")
    print(f"{seconds:>8.1f}  seconds of CPU to decide")
    wrong = ("false joins", "false splits", "numbers with other names in another order")
    return int(any(counts[name] for name in wrong))


def _copies(texts: list[tuple[int, Cable]]) -> list[Copy]:
    """The texts as copies; the source of each is the number of its telegram."""
    return [
        Copy(cable.text, moment_of(cable), str(number), 0, partial(parse, cable.text, wrapped=True))
        for number, cable in texts
    ]


def _shown(text: str) -> int:
    """Characters that are not redacted."""
    return len(text) - text.count("X")


def _count(counts: Counter[str], texts: list[tuple[int, Cable]], found: list[Group]) -> None:
    """A text that two telegrams have in common, a section or a redacted one, may go to either."""
    of_text: dict[str, set[str]] = {}
    for number, cable in texts:
        of_text.setdefault(cable.text, set()).add(str(number))
    fullest = {str(number): max((one.text for of, one in texts if of == number), key=_shown) for number, _ in texts}
    counts["cables"] += len(found)
    for number, text in fullest.items():
        others = {
            other
            for group in found
            if any(copy.text == text for copy in group.copies)
            for other, same in fullest.items()
            if other != number and same != text and any(copy.text == same for copy in group.copies)
        }
        counts["false joins"] += bool(others)
    telegrams = len({number for number, _ in texts})
    counts["false splits"] += max(0, len(found) - telegrams)


if __name__ == "__main__":
    raise SystemExit(main())
