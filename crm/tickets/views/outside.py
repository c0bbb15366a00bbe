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
OUTSIDE_METHODS = {
    "Ticket": """
        BatchForward BatchReply CalculateMessageRecipients ClearNotify CopyFromCRMDocument CopyToTempFile
        CreateDefaultTicketRelationEntity CreateTicketRelations DeleteMessageHeaders DeleteTicketRelationEntity
        DoEscalating GetAttachmentPreview GetDefaultMessageContent GetDefaultMessageContentFull
        GetDefaultMessageContentWithOptions GetForRmUi GetHotlistEjUsers GetNextInQueue
        GetPreviewAttachmentStream GetRfcAttachmentStream GetTicketRelationActions GetTicketRelationEntity
        GetTicketRelations Html2Text SanitizeMailContent SanitizeMailContentWithOptions SanitizeMailContents
        SaveTicketMessageEntityWithOptions SaveTicketRelationEntity SendTicketMessage SendTicketMessageSms
        SetDeletedStatusByProvider SetSpamStatusByProvider SetTicketParent SplitTicket SplitTicketMessage
        UpdateTicketsReadStatusByProvider ValidateAttachments ValidateTicketRelations
    """,
}
