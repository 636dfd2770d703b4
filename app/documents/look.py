"""How one document is made: in which language, for whose brand, with which sections."""

from dataclasses import dataclass
from typing import Final

from app.documents.brand import NEUTRAL, Brand
from app.documents.languages import Speech, speech_of
from app.documents.sections import PUBLIC, Section, Sections


@dataclass(frozen=True, slots=True)
class Look:
    speech: Speech
    brand: Brand = NEUTRAL
    sections: Sections = PUBLIC

    def shows(self, section: Section) -> bool:
        return section in self.sections


PLAIN: Final = Look(speech_of("en"))
