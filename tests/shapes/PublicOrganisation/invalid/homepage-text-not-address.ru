# expect: psgsh:PublicOrganisation-homepage sh:NodeKindConstraintComponent
# The value of “home page” is text instead of an address.
INSERT DATA { <id/organisation/example> foaf:homepage "https://example.org/first" }
