"""Reading positions: the block in each cable, the cable in each archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cable_tui.archive import Header
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.sight import Sight

if TYPE_CHECKING:
    from cable_tui.notebook.values import Place


class Places:
    """Saves reading positions as the reader moves on, and returns to them."""

    def __init__(self, session: Session, search: Search, sight: Sight) -> None:
        self._session, self._search = session, search
        self._remembered: dict[str, Place] = {}  # as last saved
        sight.leaving.append(self._leave)
        sight.stayed.append(lambda _: session.start(self.remember(), "places"))

    def _leave(self) -> None:
        """Saves the position in the cable that is being left."""
        session = self._session
        if session.shown and session.notes.is_open and session.viewer.has_moved:
            place = self._place_in(session.shown)
            if place and self._remembered.get(place.cable) != place:
                self._remembered[place.cable] = place
                session.start(session.notes.ask(lambda notebook: notebook.remember(place, None)), "places")

    def _place_in(self, header: Header) -> Place | None:
        from cable_tui.notebook.values import Place, digest_of

        blocks, current = self._session.viewer.blocks, self._session.viewer.current
        return Place(header.name, current, digest_of(blocks[current].text)) if current < len(blocks) else None

    def block_of(self, place: Place) -> int | None:
        """The block of a saved position, found by its text: another parser version may number blocks differently."""
        from cable_tui.notebook.values import digest_of  # not needed to show the list

        blocks = self._session.viewer.blocks
        near = sorted(range(len(blocks)), key=lambda at: abs(at - place.block))
        return next((at for at in near if digest_of(blocks[at].text) == place.digest), None)

    async def remember(self) -> None:
        """Saves the cable under the cursor and the position in it. Raises StoreError."""
        from cable_tui.notebook.values import LastPosition

        session = self._session
        header = session.list.current
        if not session.notes.is_open or header is None:
            return
        place = self._place_in(header) if header == session.shown and session.viewer.has_moved else None
        stay = LastPosition(str(session.library.path.resolve()), header.name)
        await session.notes.ask(lambda notebook: notebook.remember(place, stay))

    async def go_back(self) -> None:
        """Goes to the cable where reading stopped, unless the reader has moved. Raises StoreError."""
        archive = str(self._session.library.path.resolve())
        stay = await self._session.notes.ask(lambda notebook: notebook.stay(archive))
        place = await self._search.place_of(stay.cable) if stay else None
        if place is not None and not self._session.list.moves:  # a key may have moved it during the lookup
            self._session.list.go_to(place)
