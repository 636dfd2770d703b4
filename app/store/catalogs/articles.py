"""``articles.yaml`` and ``articles.csv`` beside it to articles and work centres."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from marshmallow import Schema

from app.catalog import Article, Shop, WorkCentre
from app.catalog.checks import check_article, check_work_centre
from app.store.catalogs.article_rows import read_rows
from app.store.catalogs.article_schemas import ArticleRowsSchema, ArticlesSchema
from app.store.catalogs.document import Document, read_document
from app.store.catalogs.files import Files
from app.store.catalogs.form import read_form
from app.store.catalogs.problems import CatalogInvalid, Problem

_FILES: Final[Mapping[str, type[Schema]]] = {
    "articles.yaml": ArticlesSchema,
    "articles.csv": ArticleRowsSchema,
}


@dataclass(slots=True)
class ArticleReader:
    """``problems`` collects all that is wrong. Without known ``currencies`` costs are held against none."""

    files: Files
    currencies: tuple[str, ...] | None
    problems: list[Problem] = field(default_factory=list)
    articles: dict[str, Article] = field(default_factory=dict)
    centres: dict[str, WorkCentre] = field(default_factory=dict)

    def shop(self) -> Shop:
        for name, schema in _FILES.items():
            if name in self.files.names():
                self._file(name, schema())
        return Shop(self.articles, self.centres)

    def _file(self, name: str, schema: Schema) -> None:
        try:
            document = (read_rows if name.endswith(".csv") else read_document)(self.files, name)
        except CatalogInvalid as invalid:
            self.problems.extend(invalid.problems)
            return
        form = read_form(schema, document)
        self.problems.extend(form.problems)
        if form.content is not None:
            self._content(document, form.content)

    def _content(self, document: Document, content: Mapping[str, Any]) -> None:
        for n, one in enumerate(content.get("work_centres", ())):
            centre = WorkCentre(**one)
            if centre.key in self.centres:
                message = f'there are two work centres with the key "{centre.key}"; rename one'
                self.problems.append(document.problem(("work_centres", n, "key"), message))
            self.centres[centre.key] = centre
            for finding in check_work_centre(centre, self._held_against(centre.rates)):
                self.problems.append(document.problem(("work_centres", n, *finding.place), finding.message))
        for n, one in enumerate(content["articles"]):
            self._article(document, n, one)

    def _article(self, document: Document, n: int, content: Mapping[str, Any]) -> None:
        article = Article(**{**content, "stock_lengths": tuple(content["stock_lengths"])})
        if article.number in self.articles:
            message = f'there are two articles with the number "{article.number}"; remove one'
            self.problems.append(document.problem(("articles", n, "number"), message))
        self.articles[article.number] = article
        for finding in check_article(article, self._held_against(article.costs)):
            self.problems.append(document.problem(("articles", n, *finding.place), finding.message))

    def _held_against(self, amounts: Mapping[str, Decimal]) -> tuple[str, ...]:
        return tuple(amounts) if self.currencies is None else self.currencies
