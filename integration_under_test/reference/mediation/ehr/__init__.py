"""The adapter of the electronic health record (S11): HL7 v2.5.1 messages ADT and DFT."""
