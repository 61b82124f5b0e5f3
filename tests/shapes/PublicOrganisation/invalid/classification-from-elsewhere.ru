# expect: psgsh:PublicOrganisation-classification sh:PatternConstraintComponent
# The value of “classification” is not an address from the expected list.
INSERT DATA { <id/organisation/example> org:classification <https://example.org/other> }
