"""Process APIs: one for each flow, each a sequence of calls to system APIs."""
