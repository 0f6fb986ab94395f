"""What the worker does for the bank."""

from foundation import clock
from foundation.jobs.queue import handler
from precedents import services


@handler("draw_edges")
def draw_edges(job, progress):
    """Read the reasons of a decision for what they cite."""
    return {"drawn": services.draw_edges(ref=job.params["decision"], at=clock.now(), progress=progress)}
