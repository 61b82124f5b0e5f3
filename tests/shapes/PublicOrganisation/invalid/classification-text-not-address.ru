# expect: psgsh:PublicOrganisation-classification sh:NodeKindConstraintComponent
# The value of “classification” is text instead of an address.
INSERT DATA { <id/organisation/example> org:classification "http://purl.org/adms/publishertype/NationalAuthority" }
