"""Manufacturers' recall notices (S09) and the patient safety office that follows them up."""
