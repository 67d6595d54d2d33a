"""The canonical documents that every flow speaks of.

No vendor's field name, date format or unit code goes beyond the adapters: flows, outbox and
gateway know these classes only. Numbers of suppliers and items are the ERP's (S01), facilities
are written `system:code` and resolved by the crosswalk when a document is sent, days are ISO
dates of the facility, money is in cents and unit prices are in ten-thousandths of a dollar
(`_e4`), which four decimals on the wire need.
"""
