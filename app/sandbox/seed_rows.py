"""What an org knows beside its people: businesses with their price books, customers and deals."""

from typing import Final, NamedTuple

HOSTILE_NAME: Final = "Muller & Söhne <script>alert(1)</script> \"Netz\" 'GmbH'"
FIRST_OPPORTUNITY: Final = "Nordtel \u2014 5G rollout phase 2"


class Article(NamedTuple):
    """A product with its list price in both currencies."""

    code: str
    name: str
    family: str
    unit: str
    euros: int
    dollars: int


class Customer(NamedTuple):
    name: str
    tier: str
    street: str
    city: str
    code: str
    country: str
    kind: str


class Person(NamedTuple):
    """``customer``: whose, by its place in the list of customers."""

    customer: int
    first: str
    last: str
    title: str
    email: str


class Deal(NamedTuple):
    """``customer``: whose, by its place in the list of customers."""

    name: str
    customer: int
    currency: str
    stage: str
    close: str
    probability: int
    amount: int | None


class Business(NamedTuple):
    """What is sold from one price book, and to whom."""

    book: str
    industry: str
    articles: tuple[Article, ...]
    customers: tuple[Customer, ...]
    people: tuple[Person, ...]
    deals: tuple[Deal, ...]


NETWORKS: Final = Business(
    book="Network Equipment",
    industry="Telecommunications",
    articles=(
        Article("MX900", "MX900 macro base station", "Radio access", "Each", 18500, 19900),
        Article("SC300", "SC300 small cell", "Radio access", "Each", 2450, 2650),
        Article("ML200", "ML200 microwave backhaul link", "Transport", "Each", 6900, 7400),
        Article("CARE", "Care service plan", "Services", "Month", 95, 105),
        Article("NW-LIC", "Radio feature licences", "Software", "Each", 180, 196),
        Article("NW-UP", "Connected user packs", "Software", "Each", 2, 2),
        Article("NW-NMS", "Nordwave One network management", "Cloud services", "Month", 18, 20),
        Article("NW-CAB", "Site cable, cut to length", "Site material", "Each", 0, 0),
        Article("NW-EXT", "Extended warranty", "Services", "Year", 0, 0),
    ),
    customers=(
        Customer("Nordtel AG", "Key", "Hafenstrasse 12", "Hamburg", "20457", "Germany", "Customer - Direct"),
        Customer(
            "Baywave Communications Inc.",
            "Partner",
            "400 Harbor Blvd",
            "Oakland",
            "94607",
            "United States",
            "Customer - Channel",
        ),
        Customer(HOSTILE_NAME, "Standard", "Am Wald 3", "Graz", "8010", "Austria", "Prospect"),
    ),
    people=(
        Person(0, "Jonas", "Petersen", "Head of Radio Planning", "jonas.petersen@nordtel.example"),
        Person(0, "Mette", "Holm", "Procurement", "mette.holm@nordtel.example"),
        Person(1, "Grace", "Nakamura", "VP Network", "grace@baywave.example"),
        Person(2, "<b>Eva</b>", 'O\'Neill "EO"', "Buyer", "eva@soehne.example"),
    ),
    deals=(
        Deal(FIRST_OPPORTUNITY, 0, "EUR", "Proposal/Price Quote", "2027-03-31", 60, 250_000),
        Deal("Baywave small cells, downtown Oakland", 1, "USD", "Needs Analysis", "2027-05-14", 30, 120_000),
        Deal("Campus network Graz", 2, "EUR", "Qualification", "2027-02-26", 20, 40_000),
        Deal("Nordtel microwave ring renewal", 0, "EUR", "Negotiation/Review", "2027-06-30", 75, 88_000),
        Deal("Baywave macro upgrade, Bay Area", 1, "USD", "Prospecting", "2027-09-17", 10, None),
    ),
)

CONVEYORS: Final = Business(
    book="Conveyors and Drives",
    industry="Transportation",
    articles=(
        Article("FT-BC", "BC belt conveyor", "Conveyors", "Each", 1250, 1360),
        Article("FT-RL", "RL roller conveyor line", "Conveyors", "Each", 480, 523),
        Article("FT-CC", "CC control cabinet", "Controls", "Each", 720, 785),
        Article("FT-GM", "GM gear motor", "Drives", "Each", 330, 360),
        Article("FT-SG", "SG safety guard", "Safety", "Each", 85, 93),
        Article("FT-WK", "WK wear parts kit", "Spare parts", "Each", 0, 0),
    ),
    customers=(
        Customer(
            "Alpenpaket Logistik GmbH",
            "Key",
            "Speditionsweg 4",
            "Kempten",
            "87437",
            "Germany",
            "Customer - Direct",
        ),
        Customer(
            "Ridgeline Foods LLC",
            "Partner",
            "1200 Mill Road",
            "Boise",
            "83702",
            "United States",
            "Customer - Channel",
        ),
    ),
    people=(
        Person(0, "Franziska", "Huber", "Head of Site Engineering", "franziska.huber@alpenpaket.example"),
        Person(1, "Dale", "Whitcomb", "Plant Manager", "dale@ridgeline.example"),
    ),
    deals=(
        Deal(
            "Alpenpaket \u2014 conveyors for hub Kempten",
            0,
            "EUR",
            "Needs Analysis",
            "2027-04-30",
            50,
            95_000,
        ),
        Deal("Ridgeline packing line 3", 1, "USD", "Qualification", "2027-07-16", 20, None),
    ),
)
