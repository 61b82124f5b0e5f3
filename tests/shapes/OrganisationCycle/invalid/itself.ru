# expect: psgsh:OrganisationCycle sh:SPARQLConstraintComponent
# The organisation is part of itself.
INSERT DATA { <id/organisation/example> org:subOrganizationOf <id/organisation/example> }
