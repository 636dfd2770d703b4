"""A client that counts its calls."""

from app.crm.goods import Calls
from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.transport import Roads


class CountedClient(Client):
    """A call counts whether it is answered or not: the org may have counted it, too."""

    def __init__(self, roads: Roads, *, api_version: str, connection: str) -> None:
        super().__init__(roads, api_version=api_version, connection=connection)
        self.calls = Calls()

    def write(self, access: Access, path: str, body: object) -> object:
        self.calls = Calls(self.calls.read, self.calls.written + 1)
        return super().write(access, path, body)

    def change(self, access: Access, path: str, body: object) -> object:
        self.calls = Calls(self.calls.read, self.calls.written + 1)
        return super().change(access, path, body)

    def read(self, access: Access, path: str, body: object) -> object:
        self.calls = Calls(self.calls.read + 1, self.calls.written)
        return super().read(access, path, body)

    def get(self, access: Access, path: str) -> object:
        self.calls = Calls(self.calls.read + 1, self.calls.written)
        return super().get(access, path)
