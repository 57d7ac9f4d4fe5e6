from junxian.supervision.identity import identify_task
from junxian.supervision.issue import issue_tasks
from junxian.supervision.tasks import BURDEN_SCHEMA, STATE_NAMES, TASK_SCHEMA, Tasks

__all__ = ["BURDEN_SCHEMA", "STATE_NAMES", "TASK_SCHEMA", "Tasks", "identify_task", "issue_tasks"]
