"""What the original has for tickets and this desk does not: 501."""

OUTSIDE = {
    "Ticket/CustomField": "get",
    "Ticket/CustomField/{fieldName}": "get",
    "TicketMessage/CustomField": "get",
    "TicketMessage/CustomField/{fieldName}": "get",
    "TicketMessage/RfcAttachment/{attachmentId}/{position}": "get",
    "TicketMessage/{key}/Send": "post",
    "TicketMessage/{key}/SendSms": "post",
    "Attachment/CopyFromCRMDocument/{documentId}": "post",
}
