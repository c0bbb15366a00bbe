"""The columns of archives as documented: `name:restriction type`, `-` for those that cannot be sorted by."""

from __future__ import annotations

COLUMNS = {
    "Ticket": """
        getAllRows:bool- getNoRows:bool- contactId:int personId:int saleId:int projectId:int
        ticketTypeName:listAny ticketStatusName:listAny categoryFullName:ejCategory priorityName:listAny
        ownedBy:ejUser ticketId:int title:string createdAt:datetime lastChanged:datetime author:string
        readByOwner:datetime firstReadByOwner:datetime firstReadByUser:datetime readByCustomer:datetime
        status:listAny origin:listAny slevel:listAny numberOfMessages:int numberOfReplies:int connectId:int
        readStatus:listAny realTimeSpentQueue:timeSpan realTimeSpentExternally:timeSpan
        realTimeSpentInternally:timeSpan timeSpentQueue:timeSpan timeSpentExternally:timeSpan
        timeSpentInternally:timeSpan timeSpent:timeSpan timeToReply:timeSpan timeToClose:timeSpan
        realTimeToReply:timeSpan realTimeToClose:timeSpan repliedAt:datetime closedAt:datetime
        activated:datetime deadline:datetime has_attachment:bool tags:intArray createdBy:ejUser
        content:string messageLanguage:listAny- sentimentScore:listAny- suggestedCategory:listAny-
        createdByWorkflow:listAny
    """,
    "TicketMessage": """
        searchTitle:string header:string ticketId:int ticketMessageId:int author:string createdAt:datetime
        body:string- htmlBody:string- messageId:string debugInfo:string- important:bool slevel:listAny
    """,
    "FindAppointment": """
        skipTentativeAndRejectedRestriction:bool- completed:bool icon:listAny date:date time- type:listAny
        recordType:string text:positiveString associateId:associate contactId:listAny personId:listAny
        projectId:listAny saleId:int userGroup:userGroup who- updatedBy:associate
        updatedByFullName:associate updatedDate:date registeredBy:associate registeredByFullName:associate
        registeredDate:date appointmentId:int endDate:date priority:listAny alarm:bool recurring:bool
        booking:bool intention:listAny location:string recurrenceRuleId:int rawType:int rawStatus:int
        cautionWarning:listAny visibleInDiary:bool endTime- suggestedAppointmentId:int completedDate:date
        isMilestone:bool invitedPersonId:int recordTypeText:listAny joinVideomeetUrl duration:timeSpan-
        visibleFor:listAny-
    """,
    "SystemEvents": """
        SystemEvent_id:int scope:int type:string owner:int eventkey:string
        eventname:string status:string eventmess:string extrainfo:int eta:datetime registered:date
        updatedCount:int
    """,
    "User": """
        firstName lastName middleName fullName contactId- personId- mrMrs title associateDbId contactName
        contactDepartment usergroup contactFullName contactCategory role assocName assocTooltip- assocType
        ejUserId- simultaneousEjUser- ejDisplayName ejStatus- credentialType credentialDisplayValue isActive
        isActiveText portraitThumbnail- otherGroups- userName personEmail locationAddress isLocation
    """,
}


def documented(archive: str) -> dict[str, str]:
    """The restriction type of each column, empty where none is documented."""
    pairs = (word.partition(":") for word in COLUMNS[archive].split())
    return {name.rstrip("-"): kind.rstrip("-") for name, _, kind in pairs}


def unsortable(archive: str) -> set[str]:
    """The columns that cannot be sorted by."""
    return {word.partition(":")[0].rstrip("-") for word in COLUMNS[archive].split() if word.endswith("-")}
