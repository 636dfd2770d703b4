"""A file with all that it imports, as one feature model.

An import names a file relative to the one that it stands in (``sub.radio`` is ``sub/radio.uvl``). The
imported tree takes the place of the feature that bears its name, and all its names begin with the alias.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Final

from app.errors import Refused
from app.store.feature_models.model import Feature, FeatureModel, Group, Home, Import, Stated
from app.store.feature_models.reading import MAX_CHARACTERS, FeatureModelInvalid, read_feature_model
from app.store.feature_models.unfit import DEEPEST, FeatureModelUnfit

_MOST_FILES: Final = 100
_MOST_FEATURES: Final = 50_000


class ImportRefused(Refused):
    code: ClassVar[str] = "feature_model_import"


def feature_model_file(file: Path) -> FeatureModel:
    """Raises FeatureModelInvalid, ImportRefused, FeatureModelUnfit for a tree that is too deep."""
    model = _read(file, said=file.name)
    return _Joining(file.resolve().parent).joined(model, (file.resolve(),), Home())


@dataclass(slots=True)
class _Joining:
    """``folder``: nothing outside of it is read."""

    folder: Path
    files: int = 0
    features: int = 0
    characters: int = 0
    models: dict[Path, FeatureModel] = field(default_factory=dict)

    def joined(self, model: FeatureModel, trail: tuple[Path, ...], home: Home) -> FeatureModel:
        """``trail``: the files that are being joined, this one last."""
        if model.root.depth > DEEPEST:
            raise _too_deep(model, home)
        imports = {one.alias: one for one in model.imports}
        stated = [replace(one, home=home) for one in model.constraints]
        root = self.feature(model.root, imports, trail=trail, home=home, stated=stated)
        joined = FeatureModel(root, tuple(stated))
        if root.depth > DEEPEST:
            raise _too_deep(joined, home)
        return joined

    def feature(
        self,
        feature: Feature,
        imports: dict[str, Import],
        *,
        trail: tuple[Path, ...],
        home: Home,
        stated: list[Stated],
    ) -> Feature:
        """The feature with all below it; constraints of what is imported join ``stated``."""
        self.features += 1
        if self.features > _MOST_FEATURES:
            raise ImportRefused(
                f"With all imports there are more than {_MOST_FEATURES} features. Import less."
            )
        groups = tuple(
            replace(
                group,
                features=tuple(
                    self.feature(one, imports, trail=trail, home=home, stated=stated)
                    for one in group.features
                ),
            )
            for group in feature.groups
        )
        named = replace(feature, name=home.prefix + feature.name, groups=groups, home=home)
        said = next((alias for alias in imports if feature.name.startswith(f"{alias}.")), None)
        if said is None:
            return replace(named, depth=_depth(groups))
        inner = self.imported(imports[said], trail=trail, home=home)
        if inner.root.name != named.name:
            wanted = inner.root.name.removeprefix(home.prefix)
            raise ImportRefused(
                f'{home.at(feature.line)}: "{feature.name}" is not the root of what is imported. '
                f'Write "{wanted}", the whole of it.'
            )
        stated.extend(inner.constraints)
        stated.extend(Stated(one, home) for one in feature.constraints)
        return _both(inner.root, named)

    def imported(self, said: Import, *, trail: tuple[Path, ...], home: Home) -> FeatureModel:
        file = self.found(said, trail=trail, home=home)
        name = file.relative_to(self.folder).as_posix()
        self.files += 1
        if self.files > _MOST_FILES:
            raise ImportRefused(f"More than {_MOST_FILES} imports are joined. Put some of them in one file.")
        inside = Home(name, f"{home.prefix}{said.alias}.")
        return self.joined(self.read(file, name, home.at(said.line)), (*trail, file), inside)

    def found(self, said: Import, *, trail: tuple[Path, ...], home: Home) -> Path:
        """Raises ImportRefused."""
        place = home.at(said.line)
        shown = ".".join(said.path)
        if any(sign in part for part in said.path for sign in ("/", "\\", "\0", ":")):
            raise ImportRefused(f'{place}: "{shown}" is no import. Write folders as folder.file.')
        file = trail[-1].parent.joinpath(*said.path[:-1], f"{said.path[-1]}.uvl").resolve()
        if not file.is_relative_to(self.folder):
            raise ImportRefused(f'{place}: "{shown}" lies outside of the folder of the model. Move it there.')
        if file in trail:
            circle = " -> ".join(one.name for one in (*trail[trail.index(file) :], file))
            raise ImportRefused(f"{place}: the files import each other in a circle ({circle}). Break it.")
        return file

    def read(self, file: Path, name: str, place: str) -> FeatureModel:
        if file not in self.models:
            if not file.is_file():
                raise ImportRefused(f"{place}: there is no file {name}. Put it there, or remove the import.")
            self.characters += file.stat().st_size
            if self.characters > MAX_CHARACTERS:
                raise ImportRefused(
                    f"{place}: all imports have more than {MAX_CHARACTERS} bytes. Import less."
                )
            self.models[file] = _read(file, said=name)
        return self.models[file]


def _read(file: Path, *, said: str) -> FeatureModel:
    try:
        if file.stat().st_size > 4 * MAX_CHARACTERS:
            raise FeatureModelInvalid(f"{said} is larger than any feature model. Name another file.")
        return read_feature_model(file.read_text(encoding="utf-8-sig"), said=said)
    except UnicodeDecodeError as error:
        raise FeatureModelInvalid(
            f"{said}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."
        ) from None
    except OSError as error:
        raise FeatureModelInvalid(f"{said} cannot be read ({error.strerror}).") from None


def _both(imported: Feature, here: Feature) -> Feature:
    """An imported root with what the importing file says of it too."""
    groups = (*imported.groups, *here.groups)
    return replace(
        imported,
        cardinality=here.cardinality or imported.cardinality,
        attributes={**imported.attributes, **here.attributes},
        groups=groups,
        depth=_depth(groups),
    )


def _depth(groups: tuple[Group, ...]) -> int:
    return 1 + max((one.depth for group in groups for one in group.features), default=0)


def _too_deep(model: FeatureModel, home: Home) -> FeatureModelUnfit:
    what = f"a tree of {model.root.depth} levels; {DEEPEST} are read"
    return FeatureModelUnfit([(home.at(model.root.line), what)])
