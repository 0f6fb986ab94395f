"""What the worker does for a person's own work."""

from caseload import news, services, several
from foundation.jobs.queue import handler, periodic


@handler(several.KIND, personal=True)
def several_tasks(job, progress):
    """Put off, or finish, the tasks that a person selected."""
    return several.run(job, progress)


@handler(services.REASSIGN, personal=True)
def reassign_files(job, progress):
    """Hand over the files that a lead ticked."""
    return services.run_reassigning(job, progress)


@periodic(seconds=60)
def tell_search_news(at):
    """Look for what is new for the saved searches whose hour is over."""
    news.look_for_news(at)
