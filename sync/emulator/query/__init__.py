"""OData query options: what was asked, as data, as predicates and as pages."""
