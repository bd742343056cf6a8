"""Cases kept as JSON in tests/cases, as parameters of tests."""

import json
from pathlib import Path
from typing import Any

import pytest


def load(name: str) -> Any:
    """What a case file holds."""
    return json.loads((Path(__file__).parent / "cases" / f"{name}.json").read_text(encoding="utf-8"))


def as_parameters(cases: list[dict[str, Any]]) -> list[Any]:
    """One parameter a case; one kept as a known failure must go on failing."""
    return [
        pytest.param(
            case,
            id=f"{case.get('id', number)} {case['gloss']}",
            marks=[pytest.mark.xfail(strict=True, reason=case["gloss"])] if case.get("known_failure") else [],
        )
        for number, case in enumerate(cases)
    ]
