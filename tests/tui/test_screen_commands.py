"""The keys that the screen names are the keys that are bound, in the footer, the help and the palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.screen import Reader, reading
from textual.command import CommandInput, CommandList

from cable_tui import paths
from cable_tui.archive.build.update import update

#: What the footer names on a wide screen, by pane.
FOOTERS = {
    "1": ["j next cable", "enter read", "/ limit", "F keep", "d dismiss", "Q quit", "? keys"],
    "2": ["j down", "h header in full", "q back", "? keys"],
    "3": ["space page", "F keep", "d dismiss", "m bookmark", "y copy", "q back", "? keys"],
}
REMAPPED = {"list.down": "n", "list.read": "o", "reader.keys": "f2", "reader.back": "x"}


def bound(reader: Reader) -> set[tuple[str, str]]:
    """Every command in reach: the key that is shown for it, and what it does."""
    bindings = [item.binding for item in reader.app.screen.active_bindings.values()]
    return {(reader.app.get_key_display(binding), binding.description) for binding in bindings if binding.id}


@pytest.mark.parametrize("pane", FOOTERS)
async def test_the_footer_names_the_keys_of_the_focused_pane(pane: str, samples: Path) -> None:
    update(samples)
    async with reading(samples, 160, 40) as reader:
        await reader.press(pane)
        footer = reader.status
        for hint in FOOTERS[pane]:
            assert f" {hint}  " in f"{footer}  "
            key, _, words = hint.partition(" ")
            assert any(shown == key and words == description.partition(",")[0] for shown, description in bound(reader))


@pytest.mark.parametrize("columns", [80, 60, 40])
async def test_a_narrow_footer_names_fewer_keys_and_always_the_help(columns: int, samples: Path) -> None:
    update(samples)
    async with reading(samples, columns, 24) as reader:
        for pane, hints in FOOTERS.items():
            await reader.press(pane)
            assert reader.status.endswith("? keys")
            assert hints[0] in reader.status or columns == 40


async def test_the_footer_names_the_list_again_after_the_help_was_closed(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        before = reader.status
        await reader.press("question_mark", "q")
        assert reader.status == before
        assert reader.focus == "list"


# --- help ------------------------------------------------------------------------------------------------------------


def helped(reader: Reader) -> list[str]:
    """The rows of the help that is open, scrolled over or not."""
    static = reader.app.screen.query_one("#keys Static")
    return [" ".join(line.split()) for line in str(static.render()).splitlines()]


@pytest.mark.parametrize("pane", FOOTERS)
@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_the_help_lists_every_key_in_reach(pane: str, key: str, samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        await reader.press(pane)
        named = bound(reader)
        assert len(named) > 10
        await reader.press(key)
        rows = helped(reader)
        for shown, description in named:
            assert f"{shown} {description}" in rows


@pytest.mark.parametrize("key", ["q", "escape", "question_mark", "f1", "enter"])
async def test_the_help_closes_and_nothing_else_happens(key: str, samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        await reader.press("3", "j")
        before = reader.body
        await reader.press("question_mark")
        assert len(reader.app.screen_stack) == 2
        await reader.press(key)
        assert len(reader.app.screen_stack) == 1
        assert reader.body == before
        assert reader.focus == "viewer"


async def test_the_help_scrolls_where_it_is_longer_than_the_screen(samples: Path) -> None:
    update(samples)
    async with reading(samples, 40, 12) as reader:
        await reader.press("question_mark")
        rows = helped(reader)
        assert rows[-1] not in " ".join(reader.text.split())
        await reader.press(*["j"] * 2 * len(rows))
        assert rows[-1] in reader.words
        await reader.press(*["k"] * 2 * len(rows))
        assert "Keys here" in reader.text


# --- the palette -----------------------------------------------------------------------------------------------------


async def choose(reader: Reader, words: str) -> None:
    """Opens the palette, types, and runs the one command that is left."""
    await reader.press("colon")
    palette = reader.app.screen
    palette.query_one(CommandInput).value = words
    commands = palette.query_one(CommandList)
    await reader.until(lambda: [str(item.prompt).partition("  ")[0] for item in commands.options] == [words])
    await reader.press("enter")
    await reader.until(lambda: len(reader.app.screen_stack) == 1)


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_opens_and_closes(key: str, samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        before = reader.body
        await reader.press(key)
        assert reader.app.screen.query_one(CommandInput).has_focus
        await reader.press("escape")
        assert reader.body == before


async def test_the_palette_runs_a_command_on_the_pane_it_was_opened_from(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        await reader.press("3")
        await choose(reader, "Last paragraph")
        await reader.until(lambda: reader.barred == ["HOAGLAND"])
        assert reader.focus == "viewer"
        await choose(reader, "Zoom")
        await reader.until(lambda: not reader.is_shown("list"))
        assert reader.is_shown("viewer")


async def test_the_palette_offers_every_command_with_its_key(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        offered = {item.title: item.help for item in reader.app.get_system_commands(reader.app.screen)}
        keys = {description.capitalize(): set() for _, description in bound(reader)}
        for key, description in bound(reader):
            keys[description.capitalize()].add(f"key {key}")
        assert {name for name in offered if not name.startswith("order ")} == {*keys, "Theme"}
        assert [title for title in keys if offered[title] not in keys[title]] == []
        assert keys.keys() >= {"Read", "Zoom", "Keys", "Quit", "Header in full", "Next cable"}


async def test_the_help_is_looked_through(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        await reader.press("question_mark", "slash", *"bookmark", "enter")
        assert "all bookmarks" in reader.text
        assert "last cable" not in reader.text
        await reader.press("slash", "enter")
        assert "last cable" in reader.text
        await reader.press("q")
        assert reader.focus == "list"


async def test_a_first_launch_has_a_hint_and_the_next_has_none(samples: Path) -> None:
    update(samples)
    paths.notebook_file().unlink()
    async with reading(samples, 120, 40) as reader:
        assert "? lists keys" in reader.status
    async with reading(samples, 120, 40) as reader:
        assert "lists all keys" not in reader.status


async def test_no_two_commands_of_the_palette_have_one_name(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        titles = [item.title for item in reader.app.get_system_commands(reader.app.screen)]
        assert sorted(titles) == sorted(set(titles))


# --- other keys ------------------------------------------------------------------------------------------------------


async def test_keys_that_were_changed_work_and_are_named_everywhere(archive: Path) -> None:
    update(archive)
    async with reading(archive, 160, 40) as reader:
        reader.app.set_keymap(REMAPPED)
        await reader.press("3")
        assert "x back" in reader.status
        await reader.press("1")
        assert "n next cable" in reader.status
        assert "o read" in reader.status
        assert "f2 keys" in reader.status.lower()
        await reader.press("n")
        assert reader.cursor == "09OSLO9009"
        await reader.press("j")
        assert reader.cursor == "09OSLO9009"
        await reader.press("o")
        assert reader.focus == "viewer"
        await reader.press("x")
        assert reader.focus == "list"
        commands = {item.title: item.help for item in reader.app.get_system_commands(reader.app.screen)}
        assert commands["Read"] == "key o"
        await reader.press("f2")
        assert {"n next cable", "o read", "x back"} <= set(helped(reader))


async def test_no_key_needs_alt_or_what_terminals_and_multiplexers_take(samples: Path) -> None:
    """The prefix of tmux, ctrl+b, pages up as in other pagers, beside a key that nobody takes."""
    update(samples)
    async with reading(samples) as reader:
        for pane in FOOTERS:
            await reader.press(pane)
            for item in reader.app.screen.active_bindings.values():
                if item.binding.id and item.binding.id != "app.suspend":  # which does what ctrl+z does everywhere
                    assert not item.binding.key.startswith("alt+")
                    assert item.binding.key not in ("ctrl+a", "tilde", "ctrl+s", "ctrl+z")
            bound = [item.binding for item in reader.app.screen.active_bindings.values()]
            for name in {binding.id for binding in bound if binding.key == "ctrl+b"}:
                assert {binding.key for binding in bound if binding.id == name} > {"ctrl+b"}


# --- commands that are typed -----------------------------------------------------------------------------------------


async def type_command(reader: Reader, line: str, *keys: str) -> None:
    await reader.press("colon")
    await reader.press(*line, *(keys or ("enter",)))


async def test_an_empty_line_runs_nothing(archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        await reader.press("d", "colon", "enter")
        assert reader.focus == "list"
        assert "2 of 5 · 1 of 5 decided" in reader.title


@pytest.mark.parametrize("line", ["q", "quit", "wq"])
async def test_what_leaves_other_programs_leaves_this_one(line: str, archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        await type_command(reader, line)
        assert reader.app.return_code == 0


async def test_w_says_that_everything_is_saved_and_changes_nothing(archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        await type_command(reader, "w")
        assert "Everything is saved already" in reader.status
        assert "0 of 5 decided" in reader.title


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("limit subject:cod", "archive · subject:cod"),
        ("order subject", "· subject"),
        ("order subj", "· subject"),
    ],
)
async def test_a_command_takes_an_argument(line: str, title: str, archive: Path) -> None:
    update(archive)
    async with reading(archive, 120, 30) as reader:
        await type_command(reader, line)
        await reader.until(lambda: title in reader.title)


async def test_label_find_export_and_save_take_an_argument(archive: Path, tmp_path: Path) -> None:
    update(archive)
    async with reading(archive, 120, 30) as reader:
        await type_command(reader, "label gas")
        assert "labelled +gas" in reader.status
        await type_command(reader, f"export {tmp_path}/kept.ris")
        await reader.until(lambda: (tmp_path / "kept.ris").exists())
        await type_command(reader, f"save {tmp_path}/cable.txt")
        await reader.until(lambda: (tmp_path / "cable.txt").exists())
        await type_command(reader, "find less")
        await reader.until(lambda: "hit 1" in reader.status)


@pytest.mark.parametrize(
    ("line", "said"),
    [("limit", "limit QUERY"), ("order cod", "No order is called cod"), ("view cod", "No view is called cod")],
)
async def test_a_command_that_lacks_something_says_what(line: str, said: str, archive: Path) -> None:
    update(archive)
    async with reading(archive, 120, 30) as reader:
        await type_command(reader, line)
        assert said in reader.status
