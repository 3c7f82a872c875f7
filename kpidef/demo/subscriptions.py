"""The subscriptions' table: one row a version of a contract."""

from kpidef.demo.chance import money
from kpidef.demo.customers import Customers
from kpidef.demo.schema import Row


def subscriptions(company: Customers) -> list[Row]:
    versions = [(client, version) for client in company.ids for version in company.contracts[client]]
    versions.sort(key=lambda pair: (pair[1].valid_from, pair[0]))
    return [
        (f"a{number:05d}", client, held.offer, held.valid_from, held.valid_to, held.due, money(held.price))
        for number, (client, held) in enumerate(versions, 1)
    ]
