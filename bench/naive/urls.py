"""`/api/v1/Ticket` and `/api/v1/Ticket/{id}`, so that one load fits all."""

from django.urls import path
from rest_framework.viewsets import ModelViewSet

from bench.naive.serializers import TicketSerializer
from crm.models import Ticket


class TicketViewSet(ModelViewSet[Ticket]):
    queryset = Ticket.objects.all()
    serializer_class = TicketSerializer


urlpatterns = [
    path("api/v1/Ticket", TicketViewSet.as_view({"post": "create"})),
    path("api/v1/Ticket/<int:pk>", TicketViewSet.as_view({"get": "retrieve"})),
]
