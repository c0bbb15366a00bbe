"""Templates that stand in for unfold's are looked at again when unfold changes its own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import unfold

UPSTREAM = Path(unfold.__file__).parent / "templates"
OURS = Path(__file__).resolve().parents[2] / "templates"
DIGESTS = {
    "admin/actions.html": "b5332aace8e69192",
    "admin/base.html": "2ce9250b3c649e3a",
    "admin/change_list.html": "5885c39760f6085d",
    "admin/delete_confirmation.html": "d2f1e1adb500396f",
    "admin/delete_selected_confirmation.html": "a984df47ec4909b3",
    "admin/index.html": "9fdb849b7da18ccd",
    "unfold/helpers/app_list.html": "6ab83ac498b2f50f",
    "unfold/helpers/boolean.html": "ccaf312fe7efd6b9",
    "unfold/helpers/fieldsets_tabs.html": "277e79c595b0f4df",
    "unfold/helpers/navigation_header.html": "35139b9d94580be9",
    "unfold/helpers/navigation_user.html": "4c9ba58b3f215326",
    "unfold/helpers/search.html": "91996c27181d14ad",
    "unfold/helpers/theme_switch.html": "c8e659df65f5aa78",
    "unfold/helpers/theme_switch_dropdown.html": "90421e9a3524b57f",
    "unfold/helpers/unauthenticated_title.html": "1913ea761a4f7716",
    "unfold/helpers/welcomemsg.html": "e8eab02522ba2319",
    "unfold/layouts/skeleton.html": "66af9f0bb45f98ba",
}


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_the_template_we_stand_in_for_is_the_one_we_know(name: str) -> None:
    digest = hashlib.sha256((UPSTREAM / name).read_bytes()).hexdigest()[:16]
    assert digest == DIGESTS[name], (
        f"unfold changed {name}: compare it with ours, then note its new digest here"
    )


def test_every_template_that_stands_in_for_one_of_unfold_is_known() -> None:
    ours = {str(path.relative_to(OURS)) for path in OURS.rglob("*.html")}
    assert {name for name in ours if (UPSTREAM / name).exists()} == set(DIGESTS)
