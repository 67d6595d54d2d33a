"""Serves any `Integration` as a program of its own over HTTP, as `../README.md` describes it.

    python -m integration_under_test.service reference --port 8800

An event's way through the files: `app` -> `incoming` -> `life` -> the integration -> `systems` ->
`openapi` -> `line` -> `outcomes`; what it stores goes through `storage` to `journal`. What proves
who somebody is stands in `credentials`, what bounds, seals and guards in `protection`.
"""
