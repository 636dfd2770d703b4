"""The records of a fresh org: always the same ones, with the same ids."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .database import Row
from .day import Day
from .seed_rows import CONVEYORS, NETWORKS, Article, Business, Customer, Deal
from .values import to_stored
from .work import Work

_FURTHER = (CONVEYORS,)
_USERS = (
    ("rep", "Riley", "Brandt", "Standard User", "EUR", "de_DE", True),
    ("approver", "Ada", "Lindqvist", "Standard User", "EUR", "de_DE", True),
    ("admin", "Sam", "Okafor", "System Administrator", "USD", "en_US", True),
    ("readonly", "Kim", "Larsen", "Read Only", "EUR", "en_US", True),
    ("newcomer", "Noa", "Fischer", "Standard User", "EUR", "de_DE", False),
    ("director", "Ines", "Moreau", "Standard User", "EUR", "en_IE_EURO", True),
)
_ROLES = (("approver", "Sales Manager"), ("director", "Sales Director"), ("rep", "Account Executive"))
_MANAGERS = (("rep", "approver"), ("newcomer", "approver"), ("approver", "director"))
_PERMISSION_SETS = (
    ("QW_Approver", "Quotewright Approver", ("approver", "director")),
    ("QW_Operator", "Quotewright Operator", ("admin",)),
)


class _Sower:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._installed = work.database.day is Day.INSTALLED

    def add(self, entity: str, **values: Any) -> str:
        """A record with values as the API would take them, computed fields included."""
        fields = self._work.schema.entities[entity].fields
        row: Row = {name: field.default for name, field in fields.items() if field.default is not None}
        row |= {name: 0 for name, field in fields.items() if field.type == "boolean"}
        row |= {name: to_stored(fields[name], value) for name, value in values.items()}
        return self._work.insert(entity, row)

    def people(self) -> None:
        """The organization, the profiles and the users; the first user is the one everything belongs to."""
        number = self._work.database.number
        domain = f"sandbox{number if number > 1 else ''}.example"
        self.add(
            "Organization",
            Name=f"Northwind Radio Systems{f' {number}' if number > 1 else ''}",
            OrganizationType="Developer Edition",
            InstanceName=f"SBX{number}",
            IsSandbox=True,
            DefaultLocaleSidKey="de_DE",
            LanguageLocaleKey="en_US",
            TimeZoneSidKey="Europe/Berlin",
        )
        names = ("Standard User", "System Administrator", "Read Only")
        profiles = {name: self.add("Profile", Name=name, UserType="Standard") for name in names}
        administers = {"PermissionsViewSetup": 1, "PermissionsCustomizeApplication": 1}
        self._work.database.update("Profile", profiles["System Administrator"], administers)
        users: dict[str, str] = {}
        for alias, first, last, profile, currency, locale, approved in _USERS:
            users[alias] = self.add(
                "User",
                Username=f"{alias}@{domain}",
                Name=f"{first} {last}",
                FirstName=first,
                LastName=last,
                Alias=alias[:8],
                Email=f"{alias}@{domain}",
                IsActive=True,
                ProfileId=profiles[profile],
                UserType="Standard",
                TimeZoneSidKey="Europe/Berlin",
                LocaleSidKey=locale,
                LanguageLocaleKey="en_US",
                DefaultCurrencyIsoCode=currency,
                CurrencyIsoCode=currency,
            )
            if approved and self._installed:
                self._work.database.execute("INSERT INTO _approval VALUES (?)", (users[alias],))
        self.who_leads(users)

    def who_leads(self, users: Mapping[str, str]) -> None:
        """Roles, managers and permission sets; ``users`` are ids by alias."""
        database = self._work.database
        for alias, name in _ROLES:
            role = self.add("UserRole", Name=name, DeveloperName=name.replace(" ", ""))
            database.update("User", users[alias], {"UserRoleId": role})
        for alias, manager in _MANAGERS:
            database.update("User", users[alias], {"ManagerId": users[manager]})
        for name, label, holders in _PERMISSION_SETS if self._installed else ():
            permissions = self.add("PermissionSet", Name=name, Label=label)
            for alias in holders:
                self.add("PermissionSetAssignment", AssigneeId=users[alias], PermissionSetId=permissions)

    def standard_book(self) -> str:
        return self.add("Pricebook2", Name="Standard Price Book", IsActive=True, IsStandard=True)

    def business(self, business: Business, standard: str) -> None:
        book = self.add("Pricebook2", Name=business.book, IsActive=True, IsStandard=False)
        for article in business.articles if self._installed else ():
            self.article(article, (standard, book))
        accounts = [self.account(one, business.industry) for one in business.customers]
        for person in business.people:
            self.add(
                "Contact",
                AccountId=accounts[person.customer],
                FirstName=person.first,
                LastName=person.last,
                Name=f"{person.first} {person.last}",
                Title=person.title,
                Email=person.email,
            )
        for deal in business.deals:
            self.opportunity(deal, accounts[deal.customer], book)

    def article(self, article: Article, books: Sequence[str]) -> None:
        product = self.add(
            "Product2",
            Name=article.name,
            ProductCode=article.code,
            Family=article.family,
            QuantityUnitOfMeasure=article.unit,
            IsActive=True,
            CurrencyIsoCode="EUR",
        )
        for book in books:
            for currency, price in (("EUR", article.euros), ("USD", article.dollars)):
                self.add(
                    "PricebookEntry",
                    Name=article.name,
                    ProductCode=article.code,
                    Pricebook2Id=book,
                    Product2Id=product,
                    UnitPrice=price,
                    IsActive=True,
                    CurrencyIsoCode=currency,
                )

    def account(self, customer: Customer, industry: str) -> str:
        address = {
            "Street": customer.street,
            "City": customer.city,
            "PostalCode": customer.code,
            "Country": customer.country,
        }
        return self.add(
            "Account",
            Name=customer.name,
            Type=customer.kind,
            Industry=industry,
            **({"QW_Customer_Tier__c": customer.tier} if self._installed else {}),
            **{
                f"{which}{part}": value
                for which in ("Billing", "Shipping")
                for part, value in address.items()
            },
        )

    def opportunity(self, deal: Deal, account: str, book: str) -> None:
        self.add(
            "Opportunity",
            Name=deal.name,
            AccountId=account,
            CurrencyIsoCode=deal.currency,
            StageName=deal.stage,
            CloseDate=deal.close,
            Probability=deal.probability,
            Amount=deal.amount,
            Pricebook2Id=book,
            Type="New Business",
        )


def sow(work: Work) -> None:
    """Fills an empty database."""
    sower = _Sower(work)
    sower.people()
    sower.business(NETWORKS, sower.standard_book())


def sow_more(work: Work, price_books: Iterable[str]) -> None:
    """The businesses of these price books that the database does not know yet."""
    books = work.database.rows("Pricebook2", '"IsDeleted" = 0 ORDER BY "Id"')
    known = {book["Name"] for book in books}
    standard = next(book["Id"] for book in books if book["IsStandard"])
    for business in _FURTHER:
        if business.book in set(price_books) - known:
            _Sower(work).business(business, standard)
