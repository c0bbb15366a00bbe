"""Archives: read-only tables in OData's manner, with `$select`, `$filter`, `$orderBy` and paging."""
