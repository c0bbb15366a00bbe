"""Whatever an archive is asked: an answer, or 400 in words; `make fuzz` asks many more."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.callers import Api
from tests.fuzz.filters import Question, ask, broken, questions
from tests.fuzz.rows import crowd
from tests.world import World

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def api(world: World) -> Api:
    crowd(world)
    return Api(world.tove)


@FEW
@given(question=questions())
def test_what_the_tables_of_an_archive_allow_is_answered(question: Question, api: Api) -> None:
    status, body = ask(api, question)
    assert status == 200, (question, body)


@FEW
@given(question=broken())
def test_a_broken_question_is_answered_or_refused_in_words(question: Question, api: Api) -> None:
    ask(api, question)
