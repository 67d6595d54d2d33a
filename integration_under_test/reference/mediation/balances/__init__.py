"""Figures that two systems both offer, so that their books can be laid beside each other."""
