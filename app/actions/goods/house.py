"""Whether the access is for the org that is meant."""

from typing import ClassVar

from app.actor import OrgId
from app.crm.goods import Goods, House
from app.errors import Refused

# The rest of a longer id follows from these.
_TELLING = 15


class OrgWrong(Refused):
    code: ClassVar[str] = "org_wrong"


def checked_house(crm: Goods, org: OrgId | None) -> House:
    """``org``: the one that is meant, if one is. Raises OrgWrong."""
    house = crm.house()
    if org is not None and house.org[:_TELLING] != org[:_TELLING]:
        raise OrgWrong(
            f"The access is for the org {house.org}, and the connection is to {org}. Set the "
            "address and token of that org's administrator."
        )
    return house
