"""X12 documents as suppliers, payers and hospitals exchange them.

Supply in 004010 (S09, P05): 850, 855, 856, 810, answered by a 997. Claims in 005010 (S12, P10):
837I, 837P, 277CA, 835, answered by a 999.

Each set has a module with its documents, `build`, `read`:

    text = order.build(purchase_order, envelope)
    received = receive(text)                 # documents, and the 997 that the sender is owed
    received.documents == (purchase_order,)
"""

from mock_systems.standards.x12.known_sets import SETS, acknowledge, receive

__all__ = ["SETS", "acknowledge", "receive"]
