"""Accidents: what happens to texts and to bytes."""

from __future__ import annotations

import random
from collections.abc import Sequence

MOST_REPEATED = 200_000
"""Characters that a repeated stretch may come to: enough for time that grows with the square to show."""


class Accidents:
    """The accidents of one run, the same for the same seed."""

    def __init__(self, seed: int, dictionary: Sequence[str], odd: Sequence[str]) -> None:
        self.draw = random.Random(seed)
        self._dictionary = dictionary
        self._odd = odd

    def input(self, seeds: Sequence[str] | Sequence[bytes]) -> bytes:
        """The next input, made of one of the seeds: texts as UTF-8 (and lone surrogates), or whole files."""
        if isinstance(seeds[0], str):
            return self.text([seed for seed in seeds if isinstance(seed, str)]).encode("utf-8", "surrogatepass")
        return self.data([seed for seed in seeds if isinstance(seed, bytes)])

    def text(self, seeds: Sequence[str]) -> str:
        """A text to which up to eight accidents have happened."""
        text = self.draw.choice(seeds)
        if self.draw.random() < 0.2:  # short texts meet the edges more often
            lines = text.splitlines()
            first = self.draw.randrange(len(lines) or 1)
            text = "\n".join(lines[first : first + self.draw.randrange(1, 40)])
        for _ in range(self.draw.randrange(1, 9)):
            text = self.draw.choices(_OF_TEXTS, _WEIGHTS)[0](self, text, seeds)
        return text

    def data(self, seeds: Sequence[bytes]) -> bytes:
        """The bytes of a file to which up to six accidents have happened, mostly to its text where it is one."""
        data = self.draw.choice(seeds)
        for _ in range(self.draw.randrange(1, 7)):
            if self.draw.random() < 0.7 and (text := _decoded(data)) is not None:
                others = [self.draw.choice(seeds).decode("utf-8", "replace")]
                changed = self.draw.choices(_OF_TEXTS, _WEIGHTS)[0](self, text, others)
                data = changed.encode("utf-8", "surrogatepass")
            else:
                data = self._bytes(data)
        return data

    # --- texts

    def lose(self, text: str, _: Sequence[str]) -> str:
        """A stretch is lost."""
        first, last = self._stretch(text)
        return text[:first] + text[last:]

    def double(self, text: str, _: Sequence[str]) -> str:
        """A stretch comes twice."""
        first, last = self._stretch(text)
        return text[:last] + text[first:]

    def move(self, text: str, _: Sequence[str]) -> str:
        """Lines go elsewhere."""
        lines = text.split("\n")
        first = self.draw.randrange(len(lines))
        taken = lines[first : first + self.draw.randrange(1, 6)]
        left = lines[:first] + lines[first + len(taken) :]
        place = self.draw.randrange(len(left) + 1)
        return "\n".join(left[:place] + taken + left[place:])

    def lines(self, text: str, _: Sequence[str]) -> str:
        """A line is lost, doubled, glued to the next, cut, indented, or of other case."""
        lines = text.split("\n")
        at = self.draw.randrange(len(lines))
        line = lines[at]
        cut = self.draw.randrange(len(line) + 1)
        lines[at : at + 1] = self.draw.choice(
            [
                [],
                [line, line],
                [line[:cut], line[cut:]],
                [line[:cut], "", line[cut:]],
                [line.upper()],
                [line.lower()],
                [line.strip()],
                ["    " + line],
                [" ".join(line)],
                [line.replace(" ", "")],
                [line.replace(" ", "   ")],
                ["> " + line],
            ]
        )
        if self.draw.random() < 0.2 and at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + self.draw.choice(["", " ", ", "]) + lines[at + 1]]
        return "\n".join(lines)

    def insert(self, text: str, _: Sequence[str]) -> str:
        """Something that means something comes in, as a line or within one."""
        word = self.draw.choice(self._dictionary)
        if self.draw.random() < 0.3:
            word = word[: self.draw.randrange(len(word) + 1)]
        if self.draw.random() < 0.5:
            place = self.draw.randrange(len(text) + 1)
            return text[:place] + word + text[place:]
        lines = text.split("\n")
        lines.insert(self.draw.randrange(len(lines) + 1), word)
        return "\n".join(lines)

    def replace(self, text: str, _: Sequence[str]) -> str:
        """One character becomes another."""
        if not text:
            return text
        place = self.draw.randrange(len(text))
        other = self.draw.choice([*self._odd, *"0123456789 .,:;/()-#'\"\n\t", "", chr(self.draw.randrange(0x250))])
        return text[:place] + other + text[place + 1 :]

    def number(self, text: str, _: Sequence[str]) -> str:
        """A number becomes another."""
        places = [place for place, sign in enumerate(text) if sign in "0123456789"]
        if not places:
            return text
        place = self.draw.choice(places)
        other = self.draw.choice(["0", "9", "00", "99", "31", "13", "1" * 20, "", "O", "l", "-1"])
        return text[:place] + other + text[place + 1 :]

    def splice(self, text: str, seeds: Sequence[str]) -> str:
        """The beginning of this one, the end of another."""
        other = self.draw.choice(seeds)
        return text[: self.draw.randrange(len(text) + 1)] + other[self.draw.randrange(len(other) + 1) :]

    def repeat(self, text: str, _: Sequence[str]) -> str:
        """A stretch comes many times."""
        if len(text) > MOST_REPEATED:
            return text[:MOST_REPEATED]
        first, last = self._stretch(text, 40)
        most = max(1, MOST_REPEATED // max(1, last - first))
        times = int(most ** self.draw.random())
        return text[:first] + text[first:last] * times + text[last:]

    def wrap(self, text: str, _: Sequence[str]) -> str:
        """The lines of a part are broken anew, or joined."""
        first, last = self._stretch(text, 2000)
        width = self.draw.choice([20, 50, 69, 10_000])
        words, line, broken = text[first:last].split(" "), "", []
        for word in words:
            if len(line) + len(word) > width:
                broken.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        return text[:first] + "\n".join([*broken, line]) + text[last:]

    def ends(self, text: str, _: Sequence[str]) -> str:
        """Other line ends, in all or in a part."""
        return text.replace("\n", self.draw.choice(["\r\n", "\r", "\n\n", " \n", "\n\n\n"]), self.draw.choice([-1, 3]))

    def _stretch(self, text: str, most: int = 0) -> tuple[int, int]:
        first = self.draw.randrange(len(text) + 1)
        length = int((most or len(text) + 1) ** self.draw.random())
        return first, min(len(text), first + length)

    # --- bytes

    def _bytes(self, data: bytes) -> bytes:
        first, last = self._stretch(data.decode("latin-1"), 300)
        new = self.draw.choice(
            [
                b"",
                data[first:last] * 2,
                data[first:last] * self.draw.randrange(2, 200),
                self.draw.randbytes(self.draw.randrange(1, 20)),
                bytes([self.draw.randrange(256)]),
                data[first:last][::-1],
                bytes(value ^ 1 << self.draw.randrange(8) for value in data[first:last][:2]),
            ]
        )
        return data[:first] + new + data[last:]


_OF_TEXTS = (
    Accidents.lose, Accidents.double, Accidents.move, Accidents.lines, Accidents.insert, Accidents.replace,
    Accidents.number, Accidents.splice, Accidents.repeat, Accidents.wrap, Accidents.ends,
)  # fmt: skip
_WEIGHTS = (10, 6, 10, 25, 25, 12, 8, 5, 2, 4, 1)


def _decoded(data: bytes) -> str | None:
    """The text of a file that is one."""
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
