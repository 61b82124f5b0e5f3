# expect: psgsh:PublicOrganisation-homepage sh:PatternConstraintComponent
# The value of “home page” is a script instead of a web address.
INSERT DATA { <id/organisation/example> foaf:homepage <javascript:alert(1)> }
