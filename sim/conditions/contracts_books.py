"""The books of the contract platform (S03): parties, contract versions, spend, in cents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mock_systems.contracts.documents import (
    Contract,
    ContractVersion,
    Documents,
    Party,
    PriceFile,
    Spend,
)


@dataclass(frozen=True)
class ContractsBooks:
    """Reads; nothing here changes a document."""

    documents: Documents

    def parties(self) -> Collection[Party]:
        return self.documents.parties.values()

    def contracts(self) -> Collection[Contract]:
        return self.documents.contracts.values()

    def active(self) -> Iterator[tuple[Contract, ContractVersion]]:
        """Contracts in force with their active version."""
        for contract in self.contracts():
            version = contract.versions.get(contract.active_version)
            if version is not None:
                yield contract, version

    def price_files(self) -> Iterator[tuple[PriceFile, list[ContractVersion]]]:
        """The imported files, each with the versions that it drafted."""
        for file in self.documents.price_files.values():
            contracts = self.documents.contracts
            yield file, [contracts[number].versions[version] for number, version in file.versions]

    def spend(self) -> Iterator[tuple[Contract, Spend]]:
        return ((contract, spend) for contract in self.contracts() for spend in contract.spend)
