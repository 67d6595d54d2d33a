"""Interchanges as the clearinghouse writes them, by hand."""

from __future__ import annotations


def written(code: str, body: str) -> bytes:
    """One interchange with one set of such segments, a line each."""
    segments = body.split("\n")
    ends = f"ZZ*{'CLEARHOUSE':15}*ZZ*{'HOSPGROUP':15}"
    lines = [
        f"ISA*00*{'':10}*00*{'':10}*{ends}*260416*0600*^*00501*000000012*0*T*:",
        "GS*HP*CLEARHOUSE*HOSPGROUP*20260416*0600*12*X*005010X221A1",
        f"ST*{code}*0001",
        *segments,
        f"SE*{len(segments) + 2}*0001",
        "GE*1*12",
        "IEA*1*000000012",
    ]
    return "".join(f"{line}~" for line in lines).encode("ascii")
