"""Text from files on its way to a terminal."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_tui.escape import Spelling, visible, visible_line


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
        ("\U000e0041\U000e007f", "<U+E0041><U+E007F>"),
        ("a\ufe0f\U000e0100\u034f", "a<U+FE0F><U+E0100><U+034F>"),
        ("\u115f\u1160\u3164\uffa0", "<U+115F><U+1160><U+3164><U+FFA0>"),
        ("\u200d\u2065\ufff0\U000e0fff", "<U+200D><U+2065><U+FFF0><U+E0FFF>"),
        ("e\u0301 \u0646\u0650 \u0e17\u0e35\u0e48 \u0604", "e\u0301 \u0646\u0650 \u0e17\u0e35\u0e48 \u0604"),
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
    drawn = {ord(character) for character in left if unicodedata.category(character) == "Cf"}
    assert drawn == {*range(0x600, 0x606), 0x6DD, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}  # signs of numbers and verses


#: Default_Ignorable_Code_Point of DerivedCoreProperties.txt (Unicode 16).
_IGNORABLE = (
    "AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8"
    " 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)


def test_nothing_that_unicode_has_left_out_of_what_is_drawn_is_left() -> None:
    for bounds in _IGNORABLE.split():
        first, _, last = bounds.partition("-")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            assert visible(chr(code)) == f"<U+{code:04X}>"
            assert visible(f"a{chr(code)}\n") == f"a<U+{code:04X}>\n"


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "  a   b ", "a\n\n\tb\n"])
def test_a_visible_line_is_one_line(text: str) -> None:
    assert visible_line(text) == "a b"


def test_controls_that_python_takes_for_blanks_are_shown_on_a_line_too() -> None:
    assert visible_line("a\x0bb\x0cc\x1cd\x85e\u2028f") == "a␋b␌c␜d<U+0085>e<U+2028>f"


# --- what is edited ------------------------------------------------------------------------------------------------

#: Texts with much that is hidden, and much that looks as if something were.
_TEXTS = st.lists(
    st.sampled_from(["\x1b", "\x00", "\x9b", "\u202e", "\U000e0041", "\ufe0f", "\r", "\n", "\t", "\u241b", "\u2400"])
    | st.sampled_from(["<", "<U+", "<U+202E>", "<U+003C>", "<U+241B>", "U+009B>", ">", "cod", " "])
    | st.text(max_size=3),
    max_size=12,
).map("".join)
_SEEN = st.text(st.sampled_from("cod, ¶ é 中 (S/NF)\n"), max_size=9)


@given(_TEXTS, st.booleans())
def test_what_is_edited_is_all_visible_and_comes_back_as_it_was(text: str, is_line: bool) -> None:
    spelling = Spelling.of(text, is_line=is_line)
    assert visible(spelling.shown) == spelling.shown
    assert not is_line or not set(spelling.shown) & set("\t\n")
    assert spelling.meant(spelling.shown) == text


@given(_TEXTS, _SEEN, _TEXTS, _SEEN, _TEXTS)
def test_what_is_typed_between_leaves_the_rest_as_it_was(a: str, b: str, c: str, typed: str, d: str) -> None:
    """Also after parts of it were taken out, and moved."""
    parts = [f"{part}." for part in (a, b, c, d)]
    spelling = Spelling.of("".join(parts))
    shown = []
    rest = spelling.shown
    for part in parts:
        cut = next(at for at in range(len(rest) + 1) if spelling.meant(rest[:at]) == part and rest[at - 1] == ".")
        shown.append(rest[:cut])
        rest = rest[cut:]
    assert spelling.meant(f"{shown[2]}{typed}{shown[0]}") == f"{parts[2]}{typed}{parts[0]}"


@given(_TEXTS)
def test_what_is_typed_into_a_text_without_anything_hidden_is_what_was_typed(typed: str) -> None:
    assert Spelling.of("Ana Velmer, \u241b and <U+202E>").meant(typed) == typed


def test_pictures_of_what_a_text_does_not_have_stay_pictures() -> None:
    assert Spelling.of("a\x1bb").meant("\u241b <U+202E> \u2400 <U+241B>") == "\x1b <U+202E> \u2400 <U+241B>"
