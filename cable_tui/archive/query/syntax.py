"""The syntax of the query language: a subset of luqum's grammar, with clear errors."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

#: The fields of the language, in the order of help and completion.
FIELDS = (
    *("origin", "from", "to", "tag", "class", "caveat", "date", "subject"),
    *("ref", "id", "text", "precedence", "signed", "source"),
    *("drafter", "concept", "office", "film"),
)
#: External fields, which the caller must supply (`external.Fields`).
OUTSIDE = ("is", "label", "has")
OF_THE_NOTEBOOK = "searches the notebook, which cannot be read here"
_DEEPEST = 10  # levels of parentheses and negations; FTS5's own parser gives up at 17 of the worst kind

#: A backslash and the character that it escapes. Compiled where it is used: the list does not need it.
ESCAPED = r"(?s)\\(.)"
_MISSING = r"(?i)\bis:[\s\"(]*missing"


def may_ask_for_missing(text: str) -> bool:
    """Whether a query seems to have `is:missing`; a quick test, which only the parser can confirm."""
    return "missing" in text.lower() and re.search(_MISSING, text) is not None


def without_missing(text: str) -> str:
    """A query without `is:missing`, for a quick test of the rest."""
    return re.sub(_MISSING, " ", text)


class QueryError(ValueError):
    """An invalid query: the message, and the place in the text from `start` to `end`."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message, self.start, self.end = message, start, end


def parse_tree(text: str, *, with_outside: bool = False) -> Any:
    """luqum's tree of a text; external fields are accepted only `with_outside`. Raises QueryError."""
    from luqum.exceptions import IllegalCharacterError, ParseError  # type: ignore[import-untyped]  # costs 40 ms: only with a query

    grammar = _grammar()
    tokens = _Tokens(text, grammar.lexer.clone(), with_outside)
    try:
        return grammar.parser.parse(text, lexer=tokens)
    except IllegalCharacterError:
        raise tokens.unreadable() from None
    except ParseError:
        raise tokens.error() from None


def _grammar() -> Any:
    """luqum's lexer and parser module, loaded with its docstrings, which hold its rules and which -OO would drop."""
    name = "luqum.parser"
    if sys.flags.optimize < 2 or name in sys.modules:
        return import_module(name)
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    module = module_from_spec(spec)
    source = Path(spec.origin).read_bytes()
    sys.modules[name] = module  # its lexer looks itself up there
    exec(compile(source, spec.origin, "exec", dont_inherit=True, optimize=0), module.__dict__)
    return module


class _Tokens:
    """Filters the tokens between luqum's lexer and its parser.

    It rejects unsupported syntax here, where its place is known, turns `-` into NOT, and drops `+`: luqum gives `-` and
    `+` another precedence than NOT.
    """

    def __init__(self, text: str, lexer: Any, with_outside: bool) -> None:
        self.text, self.lexer = text, lexer
        self.fields = (*FIELDS, *OUTSIDE) if with_outside else FIELDS
        self.before: Any = None
        self.last: Any = None
        self.opened: list[int] = []
        self.range: int | None = None
        self.negations = 0

    def input(self, text: str) -> None:
        """Starts with a text; part of the interface that luqum's parser expects of a lexer."""
        self.lexer.input(text)

    def token(self) -> Any:
        """The next token, None at the end."""
        token = self.lexer.token()
        while token and token.type == "PLUS":
            self._check_sign(token)
            token = self.lexer.token()
        self.before, self.last = self.last, token
        if token:
            self._check(token)
        return token

    def _check(self, token: Any) -> None:
        kind, start = token.type, token.lexpos
        if kind == "MINUS":
            self._check_sign(token)
            token.type = "NOT"
        elif kind == "COLUMN":
            self._check_field(start)
        elif kind == "TERM" and '"' in re.sub(ESCAPED, "", token.value.value):
            place = self.text.index('"', start)
            raise QueryError("a quotation mark inside a word; write a space before it", place, place + 1)
        elif kind == "APPROX":
            self._check_tilde(token)
        elif kind in _UNKNOWN_SIGNS:
            raise QueryError(_UNKNOWN_SIGNS[kind], start, self.lexer.lexpos)
        self._check_depth(token)

    def _check_sign(self, token: Any) -> None:
        """Rejects a sign followed by a space: it is a dash, and would negate the next word by accident."""
        place = token.lexpos + 1
        if not self.text[place : place + 1].strip():
            raise QueryError(f"expected a word right after the {self.text[place - 1]}", place - 1, place)

    def _check_tilde(self, token: Any) -> None:
        """Checks that a ~ follows a word or phrase, with a number of letters or of words."""
        start, end, before = token.lexpos, self.lexer.lexpos, self.before
        if before is None or before.type not in _TILDE or before.lexpos + len(before.value.value) != start:
            raise QueryError("expected a word or phrase right before the ~", start, end)
        number, message = _TILDE[before.type]
        if not re.fullmatch(number, token.value.value or ""):
            raise QueryError(message, start, end)
        if re.match(r"[^\s)]", self.text[end:]):
            raise QueryError(f"expected a space after {self.text[start:end]}", start, end + 1)

    def _check_depth(self, token: Any) -> None:
        if token.type == "LPAREN":
            self.opened.append(token.lexpos)
        elif token.type == "RPAREN" and self.opened:
            self.opened.pop()
        elif token.type in ("LBRACKET", "RBRACKET"):
            self.range = token.lexpos if token.type == "LBRACKET" else None
        self.negations = self.negations + 1 if token.type == "NOT" else 0
        if len(self.opened) + self.negations > _DEEPEST:
            raise QueryError(f"nested too deep: {_DEEPEST} levels at most", token.lexpos, token.lexpos + 1)

    def _check_field(self, colon: int) -> None:
        """Checks that the word before a colon is the name of a field."""
        before = self.before
        if before is None or before.type != "TERM":
            raise QueryError("expected the name of a field before the colon", colon, colon + 1)
        name, start = before.value.value, before.lexpos
        if name.casefold() in self.fields:
            return
        if name.casefold() in OUTSIDE:
            raise QueryError(f"{name}: {OF_THE_NOTEBOOK}", start, colon + 1)
        raise QueryError(_unknown_field(name, self.fields), start, colon + 1)

    def error(self) -> QueryError:
        """The error for the last token given to the parser."""
        if self.range is not None:
            end = self.lexer.lexpos if self.last else len(self.text)
            return QueryError(_A_RANGE, self.range, end)
        return self._at_end() if self.last is None else self._unexpected()

    def unreadable(self) -> QueryError:
        """The error for a character that the lexer cannot read."""
        place = self.lexer.lexpos
        char = self.text[place]
        return QueryError(_UNREADABLE.get(char, f'expected a word; put {char} in quotes: "{char}"'), place, place + 1)

    def _at_end(self) -> QueryError:
        end = len(self.text)
        if self.before and (missing := self._missing_behind(self.before)):
            return QueryError(missing, self.before.lexpos, end)
        if self.opened:
            return QueryError("this parenthesis is not closed", self.opened[-1], self.opened[-1] + 1)
        return QueryError("the query ends too early; expected a word", end, end)

    def _unexpected(self) -> QueryError:
        kind, start = self.last.type, self.last.lexpos
        end = max(start + 1, self.lexer.lexpos)
        if self.before and (missing := self._missing_behind(self.before)):
            return QueryError(missing, self.before.lexpos, end)
        if kind == "RPAREN":
            return QueryError("no parenthesis is open here", start, end)
        if kind in ("AND_OP", "OR_OP"):
            return QueryError(f"expected a word before {self.text[start:end]}", start, end)
        if kind in ("LBRACKET", "RBRACKET"):
            return QueryError(_A_RANGE, start, end)
        return QueryError(f"unexpected {self.text[start:end]}", start, end)

    def _missing_behind(self, token: Any) -> str:
        """The message if something must follow a token, else ''."""
        if token.type == "COLUMN":
            name = self.text[: token.lexpos].split()[-1].lstrip("+-([{")
            return f"expected a value after {name}:"
        if token.type in _NEEDS:
            return _NEEDS[token.type].format(self.text[token.lexpos :].split()[0])
        return ""


_A_RANGE = "expected a range such as [2008-05 TO 2008-06]"
#: The numbers allowed after the ~ of a word and of a phrase, with the message for others.
_TILDE = {
    "TERM": ("[12]?", "expected ~, ~1 or ~2 after a word: the number of letters that may differ"),
    "PHRASE": ("[0-9]{1,3}", 'expected the number of words between, up to 999: "two words"~5'),
}
_UNKNOWN_SIGNS = {
    "BOOST": "^ is not supported; expected a word, a phrase or prefix*",
    "REGEX": "patterns between / are not supported; put the text in quotes",
}
_UNREADABLE = {
    '"': "this quotation mark is not closed",
    "\\": "expected a character after the backslash",
}
_NEEDS = {
    "AND_OP": "expected a word after {}",
    "OR_OP": "expected a word after {}",
    "NOT": "expected a word after the negation",
    "LPAREN": "expected a word inside the parenthesis",
    "LESSTHAN": "expected a value after the comparison",
    "GREATERTHAN": "expected a value after the comparison",
}


def _unknown_field(name: str, fields: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    short = name.casefold()[:40]
    near = get_close_matches(short, fields, 1) or [
        one for one in fields if short.startswith(one) or one.startswith(short)
    ]
    hint = f"did you mean {near[0]}:?" if near else f"the fields are {', '.join(fields)}."
    return f'unknown field {name}; {hint} Words with a colon need quotes: "12:30"'
