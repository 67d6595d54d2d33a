"""The hospital group as it lives: its people, its partners, their calendar.

Nothing in here knows the integration under test: actors work at the systems' own screens through
`desk.Desk`, and wait for nobody else's software.
"""
