# expect: psgsh:PublicOrganisation-spatial sh:NodeKindConstraintComponent
# The value of “area” is text instead of an address.
DELETE WHERE { <id/organisation/example> dct:spatial ?value } ;
INSERT DATA { <id/organisation/example> dct:spatial "https://example.org/first" }
