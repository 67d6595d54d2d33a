"""Load on live systems, made by Locust.

    locustfile.py   replays a scenario's own arrivals, each at its moment (open loop)
    journeys.py     people who wait for an answer before they go on (closed loop), over a month end

Locust changes sockets and threads of its whole process, so both run as processes of their own, and
what they import imports no simulator: a schedule comes in as a file, results go out as files.
"""

LOCUSTFILES = {
    "replay": "scenarios.load.locustfile:Replaying",
    "journeys": "scenarios.load.journeys:MonthEnd",
}
"""What `locust -f` runs; never imported by anything else."""
