"""Stand-ins for an integration that serves one flow each, written against the boundary alone.

They show that what a flow owes can be done with what the systems and the parties offer, and that
nothing is owed which cannot. Their readers or writers of documents are their own: the two sides of
a wire share no code. They are for a calm cable: no inbox, no outbox, no look before a retry.
"""
