"""The tests: the folders of the desk again. What tests share explains its failures as tests do."""

import pytest

pytest.register_assert_rewrite("tests.contract", "tests.callers")
