"""What the original has for tickets and this desk does not: 501."""

OUTSIDE = {
    "Ticket/CustomField": "get",
    "Ticket/CustomField/{fieldName}": "get",
    "TicketMessage/CustomField": "get",
    "TicketMessage/CustomField/{fieldName}": "get",
    "Attachment/CopyFromCRMDocument/{documentId}": "post",
}
