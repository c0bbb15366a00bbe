"""The carriers of users, people, sales and projects."""

from __future__ import annotations

from bench.limit.reader import Members, Reader, columns, dates, ids

NO_RIGHTS: Members = {"TableRight": "None", "FieldProperties": "{}"}

ASSOCIATE = Reader(
    {
        **columns("a", "AssociateId id\nName name"),
        **ids("a", "PersonId person_id"),
        **columns("a", "Rank rank\nTooltip tooltip"),
        "Type": "USER[{a.type}]",
        **ids("a", "GroupIdx group_id"),
        **columns("a", "FullName full_name\nFormalName full_name\nDeleted deleted\nEjUserId ej_user_id"),
        **columns("u", "UserName username", "''"),
        **columns("a", "ExtraFields extra_fields\nCustomFields custom_fields"),
        "TableRight": "m.right",
        "FieldProperties": "{}",
    },
    "crm_associate a LEFT JOIN auth_user u ON u.id = a.user_id",
)

PERSON: Members = {
    **columns("pp", "Position name", "''"),
    **columns(
        "p", "PersonId id\nMrmrs mrmrs\nFirstname firstname\nLastname lastname\nMiddleName middle_name"
    ),
    **columns("p", "Title title\nDescription description\nEmail email"),
    "FullName": "joined(' ', {p.firstname}, {p.middle_name}, {p.lastname})",
    **columns("p", "DirectPhone direct_phone"),
    "FormalName": "joined(' ', {p.mrmrs}, {p.firstname}, {p.middle_name}, {p.lastname})",
    **ids("p", "CountryId country_id\nContactId contact_id"),
    **columns("pc", "ContactName name", "''"),
    "Retired": "int({p.retired})",
    **columns("p", "Rank rank\nActiveInterests active_interests"),
    **columns("pc", "ContactDepartment department", "''"),
    **ids("pc", "ContactCountryId country_id"),
    **columns("pc", "ContactOrgNr org_nr", "''"),
    **columns("p", "FaxPhone fax_phone\nMobilePhone mobile_phone"),
    **columns("pc", "ContactPhone phone", "''"),
    **columns("pa", "AssociateName name", "''"),
    **ids("p", "AssociateId associate_id"),
    **columns("p", "UsePersonAddress use_person_address"),
    **columns("pc", "ContactFax fax", "''"),
    **columns(
        "p", "Kanafname kana_firstname\nKanalname kana_lastname\nPost1 post1\nPost2 post2\nPost3 post3"
    ),
    **columns("p", "EmailName email_name"),
    "ContactFullName": "joined(', ', {pc.name}, {pc.department})",
    "ActiveErpLinks": "0",
    **ids("p", "TicketPriorityId ticket_priority_id\nSupportLanguageId support_language"),
    **ids("p", "SupportAssociateId support_associate_id"),
    **columns("pk", "CategoryName name", "''"),
    **columns("p", "PersonNumber person_number"),
    **NO_RIGHTS,
}
PERSON_JOINS = """
    LEFT JOIN crm_position pp ON pp.id = p.position_id
    LEFT JOIN crm_contact pc ON pc.id = p.contact_id
    LEFT JOIN crm_associate pa ON pa.id = p.associate_id
    LEFT JOIN crm_contactcategory pk ON pk.id = pc.category_id
"""
SECONDARY_PERSON = Reader(
    PERSON,
    f"""crm_ticket_secondary_persons l JOIN crm_person p ON p.id = l.person_id {PERSON_JOINS}
    WHERE l.ticket_id = $1 ORDER BY l.id""",
)

SALE: Members = {
    **columns("sc", "ContactName name", "''"),
    **dates("s", "SaleDate sale_date"),
    **columns("s", "SaleId id\nProbability probability\nTitle title\nAmount amount"),
    **columns("su", "Currency name", "''"),
    **columns("sj", "ProjectName name", "''"),
    **columns("sa", "AssociateFullName full_name", "''"),
    **columns("s", "Description description"),
    "Status": "SALE_STATUS[{s.status}]",
    "WeightedAmount": "{s.amount} * {s.probability} / 100",
    **ids("s", "ProjectId project_id"),
    **columns("s", "EarningPercent earning_percent\nEarning earning"),
    **ids("s", "ContactId contact_id\nAssociateId associate_id\nPersonId person_id\nSaleTypeId sale_type_id"),
    **columns("st", "SaleTypeName name", "''"),
    "PersonFullName": "joined(' ', {sp.firstname}, {sp.middle_name}, {sp.lastname})",
    "Completed": "COMPLETED[{s.completed}]",
    "ActiveErpLinks": "0",
    **dates("s", "NextDueDate next_due_date"),
    **columns("s", "Number number"),
    **NO_RIGHTS,
}
SALE_JOINS = """
    LEFT JOIN crm_sale s ON s.id = t.sale_id
    LEFT JOIN crm_contact sc ON sc.id = s.contact_id
    LEFT JOIN crm_currency su ON su.id = s.currency_id
    LEFT JOIN crm_project sj ON sj.id = s.project_id
    LEFT JOIN crm_associate sa ON sa.id = s.associate_id
    LEFT JOIN crm_person sp ON sp.id = s.person_id
    LEFT JOIN crm_saletype st ON st.id = s.sale_type_id
"""

PROJECT: Members = {
    **columns("j", "ProjectId id\nName name\nDescription description\nURL url"),
    **columns("jt", "Type name", "''"),
    **ids("j", "AssociateId associate_id"),
    **columns("ja", "AssociateFullName full_name", "''"),
    **ids("j", "TypeId type_id"),
    **dates("j", "Updated updated"),
    **ids("j", "StatusId status_id"),
    **columns("js", "Status name", "''"),
    "TextId": "0",
    **dates("j", "PublishTo publish_to\nPublishFrom publish_from"),
    **columns("j", "IsPublished is_published\nURLName url_name\nProjectNumber project_number"),
    "ActiveErpLinks": "0",
    "EventId": "0",
    **dates("j", "StartDate start_date"),
    **NO_RIGHTS,
}
PROJECT_JOINS = """
    LEFT JOIN crm_project j ON j.id = t.project_id
    LEFT JOIN crm_projecttype jt ON jt.id = j.type_id
    LEFT JOIN crm_associate ja ON ja.id = j.associate_id
    LEFT JOIN crm_projectstatus js ON js.id = j.status_id
"""
