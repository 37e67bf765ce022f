"""Text from files on its way to a terminal."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from cable_tui.escape import visible, visible_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain text, ¶ 2 — “quoted” 中文 é", "plain text, ¶ 2 — “quoted” 中文 é"),
        ("[REDACTED] [/b] [link=x]", "[REDACTED] [/b] [link=x]"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]52;c;SE9T\x07", "␛]52;c;SE9T␇"),
        ("a\x00b\x08c\rd\x7f", "a␀b␈c␍d␡"),
        ("\x9b31m\x85\x90", "<U+009B>31m<U+0085><U+0090>"),
        ("\u202eevil\u2066\u200f", "<U+202E>evil<U+2066><U+200F>"),
        ("co\u00adop\u200b\ufeff", "co<U+00AD>op<U+200B><U+FEFF>"),
        ("\u2028\u2029", "<U+2028><U+2029>"),
        ("\udcff", "<U+DCFF>"),
    ],
)
def test_what_does_something_to_a_terminal_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_feeds_and_tabs_stay() -> None:
    assert visible("one\ttwo\nthree") == "one\ttwo\nthree"


def test_no_control_surrogate_or_directional_character_is_left_of_all_there_are() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    left = set(visible(everything)) - {"\n", "\t"}
    assert not {unicodedata.category(character) for character in left} & {"Cc", "Cs", "Zl", "Zp"}
    directional = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not directional & {unicodedata.bidirectional(character) for character in left}


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "  a   b ", "a\n\n\tb\n"])
def test_a_visible_line_is_one_line(text: str) -> None:
    assert visible_line(text) == "a b"


def test_controls_that_python_takes_for_blanks_are_shown_on_a_line_too() -> None:
    assert visible_line("a\x0bb\x0cc\x1cd\x85e\u2028f") == "a␋b␌c␜d<U+0085>e<U+2028>f"
