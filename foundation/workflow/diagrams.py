"""The machines as the models declare them: a table, a Mermaid diagram, JSON."""

from .models import Stateful
from .transitions import all_steps, machines, targets_of

ORDER = ("file", "proceeding", "count", "advice")


def rows(model: type[Stateful]) -> list[dict]:
    """Every single arrow: id, name, from, to, role in words (the policy's first line), guards in words."""
    arrows = []
    for step in all_steps(model):
        for target in targets_of(step):
            arrows.append(
                {
                    "id": step.custom["id"],
                    "name": step.name,
                    "from": str(step.source),
                    "to": target,
                    "role": ((step.permission.__doc__ or "").strip().splitlines() or [""])[0],
                    "guards": [str(guard.sentence) for guard in step.custom.get("guards", [])],
                }
            )
    return sorted(arrows, key=lambda arrow: (int(arrow["id"][1:]), arrow["from"], arrow["to"], arrow["name"]))


def as_json() -> dict[str, list[dict]]:
    """The arrows of each machine: id, from, to."""
    found = machines()
    names = [name for name in ORDER if name in found] + sorted(set(found) - set(ORDER))
    return {name: [{key: row[key] for key in ("id", "from", "to")} for row in rows(found[name])] for name in names}


def page(machine: str) -> str:
    """The Markdown page of one machine."""
    arrows = rows(machines()[machine])
    lines = [
        f"# States: {machine}",
        "",
        "Made by `manage.py state_diagrams` from the transitions on the model; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [f"    {row['from']} --> {row['to']}: {row['id']}" for row in arrows]
    lines += ["```", "", "| Id | From | To | Step | Who | Guard |", "|---|---|---|---|---|---|"]
    for row in arrows:
        lines.append(f"| {row['id']} | {row['from']} | {row['to']} | {row['name']} | {row['role']} | {' '.join(row['guards'])} |")
    return "\n".join(lines) + "\n"
