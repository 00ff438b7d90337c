"""What screens show of workshops, as frozen data; the front door for the apps above."""

from workshops.reports.mine import NextWorkshop, next_workshop

__all__ = ["NextWorkshop", "next_workshop"]
