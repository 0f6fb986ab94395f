"""The delay calculator of Charter s. 11(b): pure Python, no database and no framework.

The law it counts by is dated data that is passed in (``tables``). Everything here is indicative; counsel decides.
"""

from .calendar import AVERAGE_MONTH, CONVENTION, Length, add_months, average_months, months_and_days, total_days
from .ceilings import AMBER_DAYS, RED_DAYS, Ceiling, Result, ceiling
from .figures import Clock, Figures, Outcome
from .intervals import POSITIONS, WHOLE, Interval, Piece, Status, check_shares
from .ledger import calculate, calculate_positions, calculate_regimes, what_if
from .regime import OffencePeriod, by_regime, rules
from .tables import Stage, Tables, read_tables
from .words import Said, WrongInput

__all__ = [
    "AMBER_DAYS",
    "AVERAGE_MONTH",
    "CONVENTION",
    "POSITIONS",
    "RED_DAYS",
    "Ceiling",
    "Clock",
    "Figures",
    "Interval",
    "Length",
    "OffencePeriod",
    "Outcome",
    "Piece",
    "Result",
    "Said",
    "Stage",
    "Status",
    "Tables",
    "WHOLE",
    "WrongInput",
    "add_months",
    "average_months",
    "by_regime",
    "calculate",
    "calculate_positions",
    "calculate_regimes",
    "ceiling",
    "check_shares",
    "months_and_days",
    "read_tables",
    "rules",
    "total_days",
    "what_if",
]
