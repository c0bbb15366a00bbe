"""What the official client has for the resources of this desk: each of these is called by one of the scripts."""

from __future__ import annotations

_SAVED = "CreateDefault{0} Get{0} Save{0} Delete{0}"

REST = dict.fromkeys(("Appointment", "Contact", "Person", "Project", "Sale"), "getDefault post getById putById patchById deleteById")  # fmt: skip
AGENTS = {
    "Ticket": " ".join(
        (
            _SAVED.format("TicketEntity"),
            _SAVED.format("TicketMessageEntity"),
            "GetTicket GetTickets GetTicketMessage GetTicketMessageEntities NotifyNewTicket NotifyNewTicketMessage",
            "SetTicketReadByOwner SaveTicketEntityWithNotify SaveTicketMessageEntityWithNotify UpdateTicketsReadStatus",
            "MergeTickets SetDeletedStatusByIds UndeleteByIds ResolveTicketId",
        )
    ),
    "Appointment": f"{_SAVED.format('AppointmentEntity')} GetAppointment ToggleAppointmentStatus"
    " CreateDefaultAppointmentEntityByType CreateDefaultAppointmentEntityByTypeAndAssociate ValidateAppointmentEntity"
    " GetAppointmentList GetMyAppointments GetTaskListItem GetTaskListItems",
    "Configuration": f"{_SAVED.format('SystemEventEntity')} ExistsSystemEvent",
    "Workflow": "CreateDefaultWorkflowEvent CreateDefaultWorkflowEventResult Run SendEvent",
    "Diagnostics": "SendSystemMessage RemoveSystemMessage RemoveSystemMessageForAssociate GetSystemMessages"
    " RemoveExpiredSystemMessages",
    "Associate": "GetAssociate GetAssociateList",
    "Person": "GetPerson GetPersonList",
    "Contact": "GetContact GetContactList",
    "List": "GetPriority GetPriorityList GetPriorities GetTasks GetAllTasks GetTicketCategory GetTicketCategoryEntity"
    " GetTicketCategoryList GetTicketCategories GetTicketPriority GetTicketPriorityEntity GetTicketPriorityList"
    " GetTicketPriorities GetAllTicketPriorities GetTicketStatusEntity GetTicketStatusList GetTicketStatuses"
    " GetTicketTypeEntity GetTicketTypes",
    "MDO": "GetList GetSimpleList GetListItem",
    "TimeZone": "GetBaseTimeZoneId GetDefaultTimeZoneInformation InitializeTimeZoneData GetDefaultTimeZonePreference",
    "Archive": "CreateDefaultArchiveListResult GetProviderNames GetAvailableColumns GetAvailableEntities"
    " GetArchiveListByColumns GetArchiveListByColumnsWithContext GetArchiveListByColumnsWithHeader"
    " GetArchiveListByColumns2 GetArchiveListByColumnsWithContext2 GetArchiveListByColumnsWithHeader2",
}
METHODS = {
    *(f"{name}RestApi.{verb}Async" for name, verbs in REST.items() for verb in verbs.split()),
    *(
        f"{agent}Agent.{name[0].lower()}{name[1:]}Async"
        for agent, names in AGENTS.items()
        for name in names.split()
    ),
}
