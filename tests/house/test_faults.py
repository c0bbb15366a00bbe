"""What is answered when no view does."""

from http import HTTPStatus

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config import faults

SHAPE = ["Error", "ErrorType", "ErrorMessage", "ErrorSource", "Message"]


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


class Broken:
    """Addresses of a desk whose views fail."""

    urlpatterns = (path("api/broken", broken), path("admin/", broken, name="index"))
    handler500 = staticmethod(faults.server_error)


@pytest.mark.parametrize("address", ["/api/nothing", "/API/nothing/", "/api/v2/Ticket"])
def test_a_program_that_loses_its_way_reads_the_error_shape(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert list(answer.json()) == SHAPE
    assert answer.json()["ErrorMessage"] == "There is nothing at this address."


@pytest.mark.parametrize("address", ["/nothing", "/apiary"])
def test_a_person_who_loses_their_way_reads_a_page(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer["Content-Type"].startswith("text/html")
    assert "There is nothing at this address." in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()


def test_a_wrong_host_is_told_which_setting_decides(client: Client) -> None:
    answer = client.get("/api/v1/Ticket/1", headers={"host": "elsewhere.example"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert list(answer.json()) == SHAPE
    assert "FJORD_HOSTS" in answer.json()["ErrorMessage"]
    page = client.get("/admin/", headers={"host": "elsewhere.example"})
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert "FJORD_HOSTS" in page.content.decode()


def test_a_fault_says_nothing_of_its_cause() -> None:
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=Broken):
        answer = client.get("/api/broken")
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert list(answer.json()) == SHAPE
    assert "secret" not in answer.content.decode()
