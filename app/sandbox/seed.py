"""The records of a fresh org: always the same ones, with the same ids."""

from typing import Any

from .database import Row
from .values import to_stored
from .work import Work

HOSTILE_NAME = "Muller & Söhne <script>alert(1)</script> \"Netz\" 'GmbH'"
FIRST_OPPORTUNITY = "Nordtel \u2014 5G rollout phase 2"
_PRODUCTS = (
    ("MX900", "MX900 macro base station", "Radio access", "Each", 18500, 19900),
    ("SC300", "SC300 small cell", "Radio access", "Each", 2450, 2650),
    ("ML200", "ML200 microwave backhaul link", "Transport", "Each", 6900, 7400),
    ("CARE", "Care service plan", "Services", "Month", 95, 105),
)
_USERS = (
    ("rep", "Riley", "Brandt", "Standard User", "EUR", "de_DE", True),
    ("approver", "Ada", "Lindqvist", "Standard User", "EUR", "de_DE", True),
    ("admin", "Sam", "Okafor", "System Administrator", "USD", "en_US", True),
    ("readonly", "Kim", "Larsen", "Read Only", "EUR", "en_US", True),
    ("newcomer", "Noa", "Fischer", "Standard User", "EUR", "de_DE", False),
)
_ACCOUNTS = (
    ("Nordtel AG", "Key", "Hafenstrasse 12", "Hamburg", "20457", "Germany", "Customer - Direct"),
    (
        "Baywave Communications Inc.",
        "Partner",
        "400 Harbor Blvd",
        "Oakland",
        "94607",
        "United States",
        "Customer - Channel",
    ),
    (HOSTILE_NAME, "Standard", "Am Wald 3", "Graz", "8010", "Austria", "Prospect"),
)
_CONTACTS = (
    (0, "Jonas", "Petersen", "Head of Radio Planning", "jonas.petersen@nordtel.example"),
    (0, "Mette", "Holm", "Procurement", "mette.holm@nordtel.example"),
    (1, "Grace", "Nakamura", "VP Network", "grace@baywave.example"),
    (2, "<b>Eva</b>", 'O\'Neill "EO"', "Buyer", "eva@soehne.example"),
)
_OPPORTUNITIES = (
    (FIRST_OPPORTUNITY, 0, "EUR", "Proposal/Price Quote", "2027-03-31", 60, 250_000),
    ("Baywave small cells, downtown Oakland", 1, "USD", "Needs Analysis", "2027-05-14", 30, 120_000),
    ("Campus network Graz", 2, "EUR", "Qualification", "2027-02-26", 20, 40_000),
    ("Nordtel microwave ring renewal", 0, "EUR", "Negotiation/Review", "2027-06-30", 75, 88_000),
    ("Baywave macro upgrade, Bay Area", 1, "USD", "Prospecting", "2027-09-17", 10, None),
)


class _Sower:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, entity: str, **values: Any) -> str:
        """A record with values as the API would take them, computed fields included."""
        fields = self._work.schema.entities[entity].fields
        row: Row = {name: field.default for name, field in fields.items() if field.default is not None}
        row |= {name: 0 for name, field in fields.items() if field.type == "boolean"}
        row |= {name: to_stored(fields[name], value) for name, value in values.items()}
        return self._work.insert(entity, row)

    def people(self) -> None:
        """The organization, the profiles and the users; the first user is the one everything belongs to."""
        self.add(
            "Organization",
            Name="Northwind Radio Systems",
            OrganizationType="Developer Edition",
            InstanceName="SBX1",
            IsSandbox=True,
            DefaultLocaleSidKey="de_DE",
            LanguageLocaleKey="en_US",
            TimeZoneSidKey="Europe/Berlin",
        )
        names = ("Standard User", "System Administrator", "Read Only")
        profiles = {name: self.add("Profile", Name=name, UserType="Standard") for name in names}
        for alias, first, last, profile, currency, locale, approved in _USERS:
            user = self.add(
                "User",
                Username=f"{alias}@sandbox.example",
                Name=f"{first} {last}",
                FirstName=first,
                LastName=last,
                Alias=alias[:8],
                Email=f"{alias}@sandbox.example",
                IsActive=True,
                ProfileId=profiles[profile],
                UserType="Standard",
                TimeZoneSidKey="Europe/Berlin",
                LocaleSidKey=locale,
                LanguageLocaleKey="en_US",
                DefaultCurrencyIsoCode=currency,
                CurrencyIsoCode=currency,
            )
            if approved:
                self._work.database.execute("INSERT INTO _approval VALUES (?)", (user,))

    def products(self) -> str:
        """The custom price book's id."""
        standard = self.add("Pricebook2", Name="Standard Price Book", IsActive=True, IsStandard=True)
        custom = self.add("Pricebook2", Name="Network Equipment", IsActive=True, IsStandard=False)
        for code, name, family, unit, euros, dollars in _PRODUCTS:
            product = self.add(
                "Product2",
                Name=name,
                ProductCode=code,
                Family=family,
                QuantityUnitOfMeasure=unit,
                IsActive=True,
                CurrencyIsoCode="EUR",
            )
            for book in (standard, custom):
                for currency, price in (("EUR", euros), ("USD", dollars)):
                    self.add(
                        "PricebookEntry",
                        Name=name,
                        ProductCode=code,
                        Pricebook2Id=book,
                        Product2Id=product,
                        UnitPrice=price,
                        IsActive=True,
                        CurrencyIsoCode=currency,
                    )
        return custom

    def accounts(self) -> list[str]:
        made = []
        for name, tier, street, city, code, country, kind in _ACCOUNTS:
            places = {
                f"{which}{part}": value
                for which in ("Billing", "Shipping")
                for part, value in (
                    ("Street", street),
                    ("City", city),
                    ("PostalCode", code),
                    ("Country", country),
                )
            }
            made.append(
                self.add(
                    "Account",
                    Name=name,
                    Type=kind,
                    Industry="Telecommunications",
                    QW_Customer_Tier__c=tier,
                    **places,
                )
            )
        for place, first, last, title, email in _CONTACTS:
            self.add(
                "Contact",
                AccountId=made[place],
                FirstName=first,
                LastName=last,
                Name=f"{first} {last}",
                Title=title,
                Email=email,
            )
        return made

    def opportunities(self, accounts: list[str], book: str) -> None:
        for name, place, currency, stage, close, probability, amount in _OPPORTUNITIES:
            self.add(
                "Opportunity",
                Name=name,
                AccountId=accounts[place],
                CurrencyIsoCode=currency,
                StageName=stage,
                CloseDate=close,
                Probability=probability,
                Amount=amount,
                Pricebook2Id=book,
                Type="New Business",
            )


def sow(work: Work) -> None:
    """Fills an empty database."""
    sower = _Sower(work)
    sower.people()
    book = sower.products()
    sower.opportunities(sower.accounts(), book)
