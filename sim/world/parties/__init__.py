"""The outside parties that speak in documents; a scenario names those that take part.

Each entry is `module:object`, a class that is built with one `Place` (see party.py).
"""

PARTIES: dict[str, str] = {
    "clinics": "sim.world.parties.clinics:Clinics",
    "edi_suppliers": "sim.world.parties.edi_suppliers:EdiSuppliers",
}

__all__ = ["PARTIES"]
