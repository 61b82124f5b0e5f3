# expect: psgsh:PublicOrganisation-subOrganizationOf sh:ClassConstraintComponent
# The organisation names an organisation that is not described anywhere.
INSERT DATA { <id/organisation/example> org:subOrganizationOf <id/organisation/nowhere> }
