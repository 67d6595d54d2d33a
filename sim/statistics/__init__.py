"""Numbers about replications: intervals, quantiles, families of questions, when to stop.

Nothing here knows of histories or runs. One value stands for one replication: what happens inside a
run hangs together, so a run is the unit that is drawn anew.
"""

from sim.statistics.family import holm
from sim.statistics.interval import Interval, TooFew
from sim.statistics.means import bca_interval, t_interval
from sim.statistics.paired import Difference, paired_difference
from sim.statistics.pareto import non_dominated
from sim.statistics.quantiles import quantile_interval, smallest_sample
from sim.statistics.shares import bound_on_zero, share_interval
from sim.statistics.stopping import Precision, replications_needed
from sim.statistics.warm_up import WarmUp, mser5

__all__ = [
    "Difference",
    "Interval",
    "Precision",
    "TooFew",
    "WarmUp",
    "bca_interval",
    "bound_on_zero",
    "holm",
    "mser5",
    "non_dominated",
    "paired_difference",
    "quantile_interval",
    "replications_needed",
    "share_interval",
    "smallest_sample",
    "t_interval",
]
